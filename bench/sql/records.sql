-- How many of the records counted for one award in one quarter lack nothing that reports ask for: DQ-COMP.
--
-- Services, arrivals, exits, placements, and cases opened in which anything was given. What an award is charged
-- with has its award. The last two columns are both parts of the share.
WITH paid AS (
    SELECT * FROM unnest(%(components)s::uuid[], %(paid_since)s::date[], %(paid_until)s::date[])
        AS p (component_id, since, until)
),
records AS (
    SELECT component_id, case_id, "on", charge_only_to_id, child IS NOT NULL AS aged
    FROM cases_service WHERE withdrawn_at IS NULL
    UNION ALL
    SELECT component_id, case_id, admitted_on, charge_only_to_id, child IS NOT NULL
    FROM shelters_stay WHERE withdrawn_at IS NULL
    UNION ALL
    SELECT component_id, case_id, left_on, charge_only_to_id, left_child IS NOT NULL
    FROM shelters_stay WHERE withdrawn_at IS NULL AND left_on IS NOT NULL
    UNION ALL
    SELECT component_id, case_id, since, charge_only_to_id, child IS NOT NULL
    FROM reintegration_placement WHERE withdrawn_at IS NULL AND until IS DISTINCT FROM since
    UNION ALL
    SELECT c.component_id, c.id, c.opened_on, c.charge_only_to_id,
        p.birth_precision <> 'unknown' OR p.majority <> 'unknown'
    FROM cases_case AS c JOIN cases_person AS p ON p.id = c.person_id
    WHERE EXISTS (SELECT FROM cases_service AS s WHERE s.case_id = c.id AND s.withdrawn_at IS NULL)
),
complete AS (
    SELECT count(*)::numeric AS all_of_them, count(*) FILTER (
        WHERE r.aged AND p.sex <> 'U' AND office.department <> ''
            AND (p.birth_year IS NULL OR p.birth_year <= extract(year FROM r."on"))
    )::numeric AS whole
    FROM paid
    JOIN records AS r ON r.component_id = paid.component_id
        AND r."on" >= greatest(paid.since, %(since)s::date) AND r."on" < least(paid.until, %(until)s::date)
    JOIN cases_case AS c ON c.id = r.case_id
    JOIN cases_person AS p ON p.id = c.person_id
    JOIN accounts_office AS office ON office.id = c.office_id
    WHERE r.charge_only_to_id IS NULL OR r.charge_only_to_id = %(award)s
)
SELECT 'DQ-COMP', '', '', all_of_them, whole, all_of_them FROM complete WHERE all_of_them > 0
