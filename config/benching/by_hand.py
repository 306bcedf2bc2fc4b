"""The same rows as the pages, as somebody asks for them who knows the tables: what to compare with."""

OF_WORKER = """SELECT * FROM cases_case WHERE worker_id = %s AND status <> 'closed'
    ORDER BY opened_on DESC, id LIMIT 26"""
OF_OFFICE = """SELECT * FROM cases_case WHERE office_id = %s AND status <> 'closed'
    ORDER BY opened_on DESC, id LIMIT 26"""
BY_CODE_NAME = """SELECT * FROM cases_case WHERE office_id = %s AND upper(code_name) LIKE 'CE%%'
    ORDER BY code_name, id LIMIT 26"""
BY_PHONE = """SELECT c.* FROM cases_telephone t JOIN cases_case c ON c.person_id = t.person_id
    WHERE t.number_lookup = ANY(%s)"""
ONE_CASE = "SELECT * FROM cases_case c JOIN cases_person p ON p.id = c.person_id WHERE number = %s"
SERVICES_OF_CASE = 'SELECT * FROM cases_service WHERE case_id = %s ORDER BY "on" DESC, id LIMIT 26'
SERVICES_OF_OFFICE = """SELECT s.* FROM cases_service s JOIN cases_case c ON c.id = s.case_id
    WHERE c.office_id = %s ORDER BY s."on" DESC, s.id LIMIT 26"""
PLACEMENTS_OF_OFFICE = """SELECT p.*, c.number FROM reintegration_placement p
    JOIN cases_case c ON c.id = p.case_id WHERE c.office_id = %s AND p.withdrawn_at IS NULL
    ORDER BY p.since DESC, p.id LIMIT 26"""
TASKS_OF_PERSON = """SELECT * FROM cases_task WHERE assignee_id = %s AND done_at IS NULL
    ORDER BY due_on, created_at, id LIMIT 26"""
TASKS_OF_OFFICE = """SELECT t.* FROM cases_task t JOIN cases_case c ON c.id = t.case_id
    WHERE c.office_id = %s AND t.done_at IS NULL ORDER BY t.due_on, t.created_at, t.id LIMIT 26"""
STAYS = "SELECT * FROM shelters_stay WHERE shelter_id = %s ORDER BY admitted_on DESC, id LIMIT 26"
RESIDENTS = "SELECT * FROM shelters_stay WHERE shelter_id = %s AND left_on IS NULL"
INSERTED = """INSERT INTO cases_service (id, created_at, version, case_id, component_id, "on", type, currency,
    provider, charge_only_reason, entered_from, recorded_late)
    VALUES (gen_random_uuid(), now(), 1, %s, %s, current_date, 'food', '', '', '', '', false)"""
NEEDED = """INSERT INTO cases_needs (id, created_at, version, case_id, "on", needs)
    SELECT gen_random_uuid(), now(), 1, c.id, greatest(max(n."on"), current_date) + 1, '{food}'
    FROM cases_case c LEFT JOIN cases_needs n ON n.case_id = c.id WHERE c.id = %s GROUP BY c.id"""
REOPENED = """UPDATE cases_case SET status = 'active', closed_on = NULL, closure_reason = NULL,
    version = version + 1 WHERE id = %s"""
CLOSED = """UPDATE cases_case SET status = 'closed', closed_on = current_date, closure_reason = 'goals_met',
    version = version + 1 WHERE id = %s"""
IDENTIFIED = """UPDATE cases_case SET status = 'identified', trafficking_status = 'presumed',
    status_decider = 'ngo', identified_on = current_date, recognised_on = current_date, version = version + 1
    WHERE id = %s"""
