from cases import looks, rules


class Looking:
    """A resource whose answers leave one line in the trail: which part of which cases a program was told.

    What is written is answered too, so writing leaves that line beside its own.
    """

    part = ""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method in looks.SAFE:
            rules.ask_once(request.user)

    def cases_of(self, rows):
        """The cases of which these rows tell something."""
        return {row.case for row in rows}

    def part_told(self):
        """The part, as `cases.looks` names it."""
        return self.part

    def list(self, request, **at):
        answer = super().list(request, **at)
        looks.keep(self.cases_of(self.paginator.rows), [self.part_told()], by=request.user)
        return answer

    def answer(self, row, *, made=False):
        answer = super().answer(row, made=made)
        looks.keep(self.cases_of([row]), [self.part_told()], by=self.request.user)
        return answer
