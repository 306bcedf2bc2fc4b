from cases import looks, reading


class Looking:
    """A resource whose answers leave one line in the trail: which part of which cases a program was told.

    What is written is answered too, so writing leaves that line beside its own.
    """

    part = ""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method in looks.SAFE:
            reading.ask_once(request.user)

    def cases_of(self, rows):
        """The cases of which these rows tell something."""
        return {row.case for row in rows}

    def part_told(self):
        """The part, as `cases.looks` names it."""
        return self.part

    def keep(self, cases):
        """One line for all of them."""
        looks.keep(cases, [self.part_told()], by=self.request.user)

    def list(self, request, **at):
        answer = super().list(request, **at)
        self.keep(self.cases_of(self.paginator.rows))
        return answer

    def answer(self, row, *, made=False):
        answer = super().answer(row, made=made)
        self.keep(self.cases_of([row]))
        return answer
