-- Figures of services in one quarter, for one award: SVC-EVT, SVC-PER, PRM-REACH, VIC-TOT, VIC-NEW, VIC-FY,
-- SVC-LEGAL, MHPSS-PER, VIC-NEEDS-N.
--
-- Written by hand from the indicator library and the tables, to be timed beside the engine and to agree with it.
-- Who counts for the first time is told by her last service before the quarter: none in the award, or none in
-- the fiscal year; over more than one fiscal year each person counts once. `paid` are the award's days, `maps`
-- to which value of a breakdown each code belongs.
WITH paid AS (
    SELECT * FROM unnest(%(components)s::uuid[], %(paid_since)s::date[], %(paid_until)s::date[])
        AS p (component_id, since, until)
),
maps AS (
    SELECT * FROM unnest(%(map_names)s::text[], %(map_codes)s::text[], %(map_values)s::text[])
        AS m (name, code, value)
),
legal (type) AS (
    VALUES ('legal_advice'), ('legal_representation'), ('court_accompaniment'), ('early_evidence'),
        ('compensation'), ('immigration_regular'), ('guardianship')
),
psychosocial (type) AS (
    VALUES ('psychosocial_individual'), ('psychosocial_group'), ('psychiatric'), ('crisis_intervention'),
        ('family_therapy'), ('recreation')
),
one_off (type) AS (
    VALUES ('food'), ('clothing'), ('hygiene'), ('baby_supplies'), ('cash'), ('communication'),
        ('transport_local'), ('transport_return')
),
given AS MATERIALIZED (
    SELECT s.id, s."on", s.created_at, s.type, s.case_id, s.age_from, s.child, c.person_id,
        coalesce(c.trafficking_status IN
            ('presumed', 'identified_programme', 'confirmed_authority', 'confirmed_court'), false) AS to_victim,
        extract(year FROM s."on" + interval '3 months') AS fiscal_year
    FROM paid
    JOIN cases_service AS s ON s.component_id = paid.component_id
        AND s."on" >= greatest(paid.since, %(since)s::date) AND s."on" < least(paid.until, %(until)s::date)
    JOIN cases_case AS c ON c.id = s.case_id
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
),
before AS MATERIALIZED (
    SELECT c.person_id, max(s."on") FILTER (WHERE c.trafficking_status IN
        ('presumed', 'identified_programme', 'confirmed_authority', 'confirmed_court')) AS as_victim
    FROM (SELECT DISTINCT person_id FROM given) AS helped
    JOIN cases_case AS c ON c.person_id = helped.person_id
    JOIN cases_service AS s ON s.case_id = c.id AND s."on" < %(since)s::date
    JOIN paid ON paid.component_id = s.component_id AND s."on" >= paid.since AND s."on" < paid.until
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
    GROUP BY c.person_id
),
narrower (code, id) AS MATERIALIZED (
    SELECT 'SVC-LEGAL', id FROM given WHERE to_victim AND type IN (SELECT type FROM legal)
    UNION ALL
    SELECT 'MHPSS-PER', id FROM given WHERE type IN (SELECT type FROM psychosocial)
    UNION ALL
    SELECT 'VIC-NEEDS-N', id FROM given
    WHERE to_victim AND type NOT IN (SELECT type FROM one_off)
        AND EXISTS (SELECT FROM cases_needs AS n WHERE n.case_id = given.case_id AND n."on" <= given."on")
),
narrower_before (code, person_id) AS MATERIALIZED (
    SELECT DISTINCT narrow.code, c.person_id
    FROM (SELECT DISTINCT person_id FROM narrower JOIN given USING (id)) AS helped
    JOIN cases_case AS c ON c.person_id = helped.person_id
    JOIN cases_service AS s ON s.case_id = c.id AND s."on" < %(since)s::date
    JOIN paid ON paid.component_id = s.component_id AND s."on" >= paid.since AND s."on" < paid.until
    CROSS JOIN LATERAL (SELECT coalesce(c.trafficking_status IN
        ('presumed', 'identified_programme', 'confirmed_authority', 'confirmed_court'), false)) AS v (to_victim)
    CROSS JOIN LATERAL (
        SELECT 'SVC-LEGAL' WHERE to_victim AND s.type IN (SELECT type FROM legal)
        UNION ALL
        SELECT 'MHPSS-PER' WHERE s.type IN (SELECT type FROM psychosocial)
        UNION ALL
        SELECT 'VIC-NEEDS-N' WHERE to_victim AND s.type NOT IN (SELECT type FROM one_off)
            AND EXISTS (SELECT FROM cases_needs AS n WHERE n.case_id = c.id AND n."on" <= s."on")
    ) AS narrow (code)
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
),
first_of_narrower AS MATERIALIZED (
    SELECT DISTINCT ON (narrower.code, given.person_id) narrower.code, given.*
    FROM narrower JOIN given USING (id)
    WHERE NOT EXISTS (
        SELECT FROM narrower_before AS b WHERE b.code = narrower.code AND b.person_id = given.person_id
    )
    ORDER BY narrower.code, given.person_id, given."on", given.created_at, given.id
),
first_of_person AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) * FROM given ORDER BY person_id, "on", created_at, id
),
first_of_victim AS MATERIALIZED (
    SELECT DISTINCT ON (person_id, fiscal_year) * FROM given WHERE to_victim
    ORDER BY person_id, fiscal_year, "on", created_at, id
),
first_of_victim_in_quarter AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) * FROM first_of_victim ORDER BY person_id, fiscal_year
),
counted AS (
    SELECT 'SVC-EVT' AS code, id, case_id, type, age_from, child FROM given
    UNION ALL
    SELECT 'SVC-PER', id, case_id, NULL, age_from, child FROM first_of_person
    UNION ALL
    SELECT 'PRM-REACH', id, case_id, NULL, age_from, child FROM first_of_person
    WHERE NOT EXISTS (SELECT FROM before WHERE before.person_id = first_of_person.person_id)
    UNION ALL
    SELECT code, id, case_id, NULL, age_from, child FROM first_of_narrower
    UNION ALL
    SELECT 'VIC-TOT', id, case_id, NULL, age_from, child FROM first_of_victim_in_quarter
    UNION ALL
    SELECT 'VIC-NEW', id, case_id, NULL, age_from, child
    FROM first_of_victim_in_quarter LEFT JOIN before USING (person_id)
    WHERE as_victim IS NULL
    UNION ALL
    SELECT 'VIC-FY', id, case_id, NULL, age_from, child
    FROM first_of_victim LEFT JOIN before USING (person_id)
    WHERE (as_victim IS NULL OR extract(year FROM as_victim + interval '3 months') < fiscal_year)
        AND extract(year FROM %(since)s::date + interval '3 months')
            = extract(year FROM %(until)s::date - 1 + interval '3 months')
    UNION ALL
    SELECT 'VIC-FY', id, case_id, NULL, age_from, child FROM first_of_victim_in_quarter
    WHERE extract(year FROM %(since)s::date + interval '3 months')
        < extract(year FROM %(until)s::date - 1 + interval '3 months')
),
about AS MATERIALIZED (
    SELECT c.id AS case_id, p.sex, coalesce(population.value, 'other') AS population_type,
        coalesce(source.value, 'other') AS identified_by,
        coalesce(nullif(office.department, ''), 'not_recorded') AS department,
        CASE
            WHEN organisation.country = ANY (p.nationalities) THEN 'national'
            WHEN p.nationalities <@ '{XX-UNKNOWN}'::varchar[] THEN 'not_recorded'
            WHEN p.nationalities <@ '{XX-STATELESS,XX-UNKNOWN}'::varchar[] THEN 'stateless'
            ELSE 'foreign'
        END AS nationality_group
    FROM (SELECT DISTINCT case_id FROM given) AS helped
    JOIN cases_case AS c ON c.id = helped.case_id
    JOIN cases_person AS p ON p.id = c.person_id
    JOIN accounts_office AS office ON office.id = c.office_id
    JOIN accounts_organisation AS organisation ON organisation.id = office.organisation_id
    LEFT JOIN maps AS population ON population.name = 'population_type' AND population.code = c.population
    LEFT JOIN maps AS source ON source.name = 'identified_by' AND source.code = c.source
),
described AS (
    SELECT counted.code, about.*, counted.type, coalesce(kind.value, 'other') AS kind,
        CASE WHEN child THEN '0-17' WHEN NOT child THEN '18+' ELSE 'not_recorded' END AS child_adult,
        CASE
            WHEN age_from IS NULL THEN 'not_recorded'
            WHEN age_from < 5 THEN '0-4' WHEN age_from < 12 THEN '5-11' WHEN age_from < 18 THEN '12-17'
            WHEN age_from < 60 THEN '18-59' ELSE '60+'
        END AS unhcr,
        CASE
            WHEN age_from IS NULL THEN 'not_recorded'
            WHEN age_from < 10 THEN 'other' WHEN age_from < 15 THEN '10-14' WHEN age_from < 20 THEN '15-19'
            WHEN age_from < 25 THEN '20-24' WHEN age_from < 30 THEN '25-29' ELSE 'other'
        END AS youth
    FROM counted
    JOIN about USING (case_id)
    LEFT JOIN maps AS kind ON kind.name = 'service_type' AND kind.code = counted.type
),
lived_through AS MATERIALIZED (
    SELECT DISTINCT about.case_id, purpose.code AS form, coalesce(maps.value, 'other') AS form_group
    FROM about
    JOIN cases_caseexploitation AS link ON link.case_id = about.case_id
    JOIN cases_exploitation AS event ON event.id = link.exploitation_id
    CROSS JOIN unnest(event.purposes) AS purpose (code)
    LEFT JOIN maps ON maps.name = 'trafficking_form' AND maps.code = purpose.code
    WHERE coalesce(maps.value, 'other') <> 'not_determined'
),
formed AS (
    SELECT counted.code, counted.id, form, form_group FROM counted LEFT JOIN lived_through USING (case_id)
    WHERE counted.code NOT IN ('MHPSS-PER', 'VIC-NEEDS-N')
),
given_as AS (
    SELECT 'SVC-PER' AS code, person_id, type, coalesce(kind.value, 'other') AS kind
    FROM given LEFT JOIN maps AS kind ON kind.name = 'service_type' AND kind.code = given.type
    UNION ALL
    SELECT 'VIC-NEEDS-N', given.person_id, given.type, coalesce(kind.value, 'other')
    FROM first_of_narrower AS first
    JOIN given ON given.person_id = first.person_id
    JOIN narrower ON narrower.code = 'VIC-NEEDS-N' AND narrower.id = given.id
    LEFT JOIN maps AS kind ON kind.name = 'service_type' AND kind.code = given.type
    WHERE first.code = 'VIC-NEEDS-N'
)
SELECT code,
    CASE 0
        WHEN GROUPING(sex) THEN 'sex' WHEN GROUPING(child_adult) THEN 'age_band:child_adult'
        WHEN GROUPING(unhcr) THEN 'age_band:unhcr' WHEN GROUPING(youth) THEN 'age_band:usaid_youth'
        WHEN GROUPING(nationality_group) THEN 'nationality_group'
        WHEN GROUPING(population_type) THEN 'population_type' WHEN GROUPING(department) THEN 'department'
        WHEN GROUPING(identified_by) THEN 'identified_by' WHEN GROUPING(kind) THEN 'service_type'
        WHEN GROUPING(type) THEN 'service_type:code' ELSE ''
    END,
    coalesce(sex, child_adult, unhcr, youth, nationality_group, population_type, department, identified_by,
        kind, type, ''),
    count(*)::numeric, NULL::numeric, NULL::numeric
FROM described
GROUP BY GROUPING SETS (
    (code), (code, sex), (code, child_adult), (code, unhcr), (code, youth), (code, nationality_group),
    (code, population_type), (code, department), (code, identified_by), (code, kind), (code, type)
)
HAVING (GROUPING(identified_by) = 1 OR code = 'VIC-NEW')
    AND (GROUPING(kind) + GROUPING(type) = 2 OR code = 'SVC-EVT')
    AND (GROUPING(nationality_group) = 1 OR code NOT IN ('SVC-LEGAL', 'MHPSS-PER'))
    AND (GROUPING(population_type) = 1 OR code NOT IN ('SVC-LEGAL', 'VIC-NEEDS-N'))
    AND (GROUPING(department) = 1 OR code NOT IN ('SVC-LEGAL', 'MHPSS-PER', 'VIC-NEEDS-N'))
UNION ALL
SELECT code, 'trafficking_form', coalesce(form_group, 'not_determined'), count(DISTINCT id), NULL, NULL
FROM formed GROUP BY code, form_group
UNION ALL
SELECT code, 'trafficking_form:code', coalesce(form, 'not_determined'), count(*), NULL, NULL
FROM formed GROUP BY code, form
UNION ALL
SELECT code, CASE WHEN GROUPING(kind) = 0 THEN 'service_type' ELSE 'service_type:code' END,
    coalesce(kind, type), count(DISTINCT person_id), NULL, NULL
FROM given_as GROUP BY GROUPING SETS ((code, kind), (code, type))
UNION ALL
SELECT code, 'form_rollup', word, count(*), NULL, NULL
FROM (
    SELECT code, id, CASE
        WHEN bool_or(form_group = 'sexual_exploitation')
            AND bool_or(form_group IN ('labour_exploitation', 'domestic_servitude')) THEN 'both'
        WHEN bool_or(form_group = 'sexual_exploitation') THEN 'sexual'
        WHEN bool_or(form_group IN ('labour_exploitation', 'domestic_servitude')) THEN 'labour'
        WHEN bool_or(form_group IS NOT NULL) THEN 'other' ELSE 'not_determined'
    END AS word
    FROM formed GROUP BY code, id
) AS rolled
GROUP BY code, word
UNION ALL
SELECT 'VIC-TOT', 'status_new_continuing', CASE WHEN as_victim IS NULL THEN 'new' ELSE 'continuing' END,
    count(*), NULL, NULL
FROM first_of_victim_in_quarter LEFT JOIN before USING (person_id)
GROUP BY as_victim IS NULL
