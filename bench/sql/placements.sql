-- Figures of placements in one quarter, for one award: REI-FAM, REI-SUB, REI-IND.
--
-- Each person counts once in the award under each of the three, on the day on which her first such placement
-- began. A placement that lasted no day, or was withdrawn, was never lived.
WITH paid AS (
    SELECT * FROM unnest(%(components)s::uuid[], %(paid_since)s::date[], %(paid_until)s::date[])
        AS p (component_id, since, until)
),
maps AS (
    SELECT * FROM unnest(%(map_names)s::text[], %(map_codes)s::text[], %(map_values)s::text[])
        AS m (name, code, value)
),
kinds (kind, code) AS (
    VALUES ('nuclear_family', 'REI-FAM'), ('extended_family', 'REI-FAM'),
        ('substitute_family', 'REI-SUB'), ('independent_living', 'REI-IND')
),
begun AS MATERIALIZED (
    SELECT DISTINCT ON (kinds.code, h.person_id)
        kinds.code, kinds.kind, h.id, h.case_id, h.person_id, h.age_from, h.child
    FROM paid
    JOIN reintegration_placement AS h ON h.component_id = paid.component_id
        AND h.since >= greatest(paid.since, %(since)s::date) AND h.since < least(paid.until, %(until)s::date)
    JOIN kinds ON kinds.kind = h.kind
    WHERE h.withdrawn_at IS NULL AND h.until IS DISTINCT FROM h.since
        AND (h.charge_only_to_id IS NULL OR h.charge_only_to_id = %(award)s)
    ORDER BY kinds.code, h.person_id, h.since, h.created_at, h.id
),
counted AS MATERIALIZED (
    SELECT * FROM begun
    WHERE NOT EXISTS (
        SELECT FROM reintegration_placement AS h
        JOIN kinds ON kinds.kind = h.kind
        JOIN paid ON paid.component_id = h.component_id AND h.since >= paid.since AND h.since < paid.until
        WHERE h.person_id = begun.person_id AND kinds.code = begun.code AND h.since < %(since)s::date
            AND h.withdrawn_at IS NULL AND h.until IS DISTINCT FROM h.since
            AND (h.charge_only_to_id IS NULL OR h.charge_only_to_id = %(award)s)
    )
),
described AS (
    SELECT counted.code, counted.kind, p.sex, coalesce(population.value, 'other') AS population_type,
        coalesce(nullif(office.department, ''), 'not_recorded') AS department,
        CASE
            WHEN organisation.country = ANY (p.nationalities) THEN 'national'
            WHEN p.nationalities <@ '{XX-UNKNOWN}'::varchar[] THEN 'not_recorded'
            WHEN p.nationalities <@ '{XX-STATELESS,XX-UNKNOWN}'::varchar[] THEN 'stateless'
            ELSE 'foreign'
        END AS nationality_group,
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
    JOIN cases_case AS c ON c.id = counted.case_id
    JOIN cases_person AS p ON p.id = c.person_id
    JOIN accounts_office AS office ON office.id = c.office_id
    JOIN accounts_organisation AS organisation ON organisation.id = office.organisation_id
    LEFT JOIN maps AS population ON population.name = 'population_type' AND population.code = c.population
),
formed AS (
    SELECT counted.code, counted.id, known.form, known.form_group
    FROM counted
    LEFT JOIN (
        SELECT DISTINCT link.case_id, purpose.code AS form, coalesce(maps.value, 'other') AS form_group
        FROM cases_caseexploitation AS link
        JOIN cases_exploitation AS event ON event.id = link.exploitation_id
        CROSS JOIN unnest(event.purposes) AS purpose (code)
        LEFT JOIN maps ON maps.name = 'trafficking_form' AND maps.code = purpose.code
        WHERE coalesce(maps.value, 'other') <> 'not_determined' AND link.case_id IN (SELECT case_id FROM counted)
    ) AS known USING (case_id)
)
SELECT code,
    CASE 0
        WHEN GROUPING(sex) THEN 'sex' WHEN GROUPING(child_adult) THEN 'age_band:child_adult'
        WHEN GROUPING(unhcr) THEN 'age_band:unhcr' WHEN GROUPING(youth) THEN 'age_band:usaid_youth'
        WHEN GROUPING(nationality_group) THEN 'nationality_group'
        WHEN GROUPING(population_type) THEN 'population_type' WHEN GROUPING(department) THEN 'department'
        WHEN GROUPING(kind) THEN 'placement' ELSE ''
    END,
    coalesce(sex, child_adult, unhcr, youth, nationality_group, population_type, department, kind, ''),
    count(*)::numeric, NULL::numeric, NULL::numeric
FROM described
GROUP BY GROUPING SETS (
    (code), (code, sex), (code, child_adult), (code, unhcr), (code, youth), (code, nationality_group),
    (code, population_type), (code, department), (code, kind)
)
HAVING GROUPING(kind) = 1 OR code = 'REI-FAM'
UNION ALL
SELECT code, 'trafficking_form', coalesce(form_group, 'not_determined'), count(DISTINCT id), NULL, NULL
FROM formed GROUP BY code, form_group
UNION ALL
SELECT code, 'trafficking_form:code', coalesce(form, 'not_determined'), count(*), NULL, NULL
FROM formed GROUP BY code, form
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
