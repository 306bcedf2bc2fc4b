-- Figures of cases in one quarter that is over, for one award: VIC-ACTIVE, CASE-EPIS, VIC-PLAN,
-- VIC-IDENT (of which and of VIC-NEEDS-N the share VIC-NEEDS-P is made).
--
-- A case is open on the last day when of its changes until then the last opening came after the last closing;
-- an episode is a case opened in the quarter in which anything was ever given. Of both the birth year tells
-- the age band; where a birthday decides between two bands, the row stands as `sealed`, with the person and
-- the day, for her birth date to be opened. The last two columns are both parts of a share.
WITH paid AS (
    SELECT * FROM unnest(%(components)s::uuid[], %(paid_since)s::date[], %(paid_until)s::date[])
        AS p (component_id, since, until)
),
maps AS (
    SELECT * FROM unnest(%(map_names)s::text[], %(map_codes)s::text[], %(map_values)s::text[])
        AS m (name, code, value)
),
identified AS MATERIALIZED (
    SELECT DISTINCT ON (c.person_id) c.id, c.recognised_on
    FROM paid
    JOIN cases_case AS c ON c.component_id = paid.component_id
        AND c.recognised_on >= paid.since AND c.recognised_on < least(paid.until, %(until)s::date)
    JOIN accounts_office AS office ON office.id = c.office_id
    WHERE (c.charge_only_to_id IS NULL OR c.charge_only_to_id = %(award)s)
        AND c.trafficking_status IN ('presumed', 'identified_programme', 'confirmed_authority', 'confirmed_court')
        AND EXISTS (
            SELECT FROM programmes_supportedinstitution AS i
            WHERE i.organisation_id = office.organisation_id AND i.source = c.source AND i.withdrawn_on IS NULL
                AND i.department IN ('', c.found_in) AND i.since < c.recognised_on
                AND (i.until IS NULL OR i.until >= c.recognised_on)
        )
    ORDER BY c.person_id, c.recognised_on, c.created_at, c.id
),
open AS (
    SELECT case_id FROM cases_statuschange
    WHERE "on" < %(until)s::date AND (before IN ('', 'closed') OR after = 'closed')
    GROUP BY case_id
    HAVING max(id) FILTER (WHERE before IN ('', 'closed')) > coalesce(max(id) FILTER (WHERE after = 'closed'), 0)
),
found AS (
    SELECT 'VIC-ACTIVE' AS code, c.id, %(until)s::date - 1 AS "on"
    FROM paid
    JOIN cases_case AS c ON c.component_id = paid.component_id
    JOIN open ON open.case_id = c.id
    WHERE paid.since < %(until)s::date AND paid.until >= %(until)s::date
        AND (c.charge_only_to_id IS NULL OR c.charge_only_to_id = %(award)s)
    UNION ALL
    SELECT 'CASE-EPIS', c.id, c.opened_on
    FROM paid
    JOIN cases_case AS c ON c.component_id = paid.component_id
        AND c.opened_on >= greatest(paid.since, %(since)s::date)
        AND c.opened_on < least(paid.until, %(until)s::date)
    WHERE (c.charge_only_to_id IS NULL OR c.charge_only_to_id = %(award)s)
        AND EXISTS (SELECT FROM cases_service AS s WHERE s.case_id = c.id AND s.withdrawn_at IS NULL)
    UNION ALL
    SELECT 'VIC-IDENT', id, recognised_on FROM identified WHERE recognised_on >= %(since)s::date
    UNION ALL
    SELECT 'VIC-PLAN', c.id, c.opened_on + 30
    FROM paid
    JOIN cases_case AS c ON c.component_id = paid.component_id
        AND c.opened_on + 30 >= greatest(paid.since, %(since)s::date)
        AND c.opened_on + 30 < least(paid.until, %(until)s::date)
    WHERE (c.charge_only_to_id IS NULL OR c.charge_only_to_id = %(award)s)
        AND c.trafficking_status IN ('presumed', 'identified_programme', 'confirmed_authority', 'confirmed_court')
),
counted AS (
    SELECT found.code, found.id, found."on", coalesce(source.value, 'other') AS identified_by,
        CASE WHEN found.code = 'VIC-PLAN' THEN EXISTS (
            SELECT FROM cases_planagreement AS a
            WHERE a.case_id = found.id AND a.how IN ('signed', 'thumbprint') AND a."on" <= found."on"
        ) END AS planned,
        c.person_id, p.sex, p.majority, p.adult_since,
        p.birth_precision <> 'unknown' AS has_birth_date,
        extract(year FROM found."on")::int - p.birth_year AS oldest,
        '{0,5,10,12,15,18,20,25,30,60}'::int[] AS cuts,
        coalesce(population.value, 'other') AS population_type,
        coalesce(nullif(office.department, ''), 'not_recorded') AS department,
        CASE
            WHEN organisation.country = ANY (p.nationalities) THEN 'national'
            WHEN p.nationalities <@ '{XX-UNKNOWN}'::varchar[] THEN 'not_recorded'
            WHEN p.nationalities <@ '{XX-STATELESS,XX-UNKNOWN}'::varchar[] THEN 'stateless'
            ELSE 'foreign'
        END AS nationality_group
    FROM found
    JOIN cases_case AS c ON c.id = found.id
    JOIN cases_person AS p ON p.id = c.person_id
    JOIN accounts_office AS office ON office.id = c.office_id
    JOIN accounts_organisation AS organisation ON organisation.id = office.organisation_id
    LEFT JOIN maps AS population ON population.name = 'population_type' AND population.code = c.population
    LEFT JOIN maps AS source ON source.name = 'identified_by' AND source.code = c.source
),
aged AS (
    SELECT *,
        CASE WHEN has_birth_date THEN cuts[width_bucket(oldest, cuts)] END AS age_from,
        CASE
            WHEN has_birth_date THEN oldest < 18
            WHEN majority = 'minor' OR majority = 'adult' AND "on" < adult_since THEN true
            WHEN majority = 'adult' THEN false
        END AS child,
        has_birth_date AND (oldest < 1 OR width_bucket(oldest, cuts) <> width_bucket(oldest - 1, cuts))
            AS is_sealed
    FROM counted
),
described AS MATERIALIZED (
    SELECT code, id, "on", planned, person_id, is_sealed, sex, nationality_group, population_type, department,
        identified_by,
        CASE
            WHEN is_sealed THEN 'sealed'
            WHEN child THEN '0-17' WHEN NOT child THEN '18+' ELSE 'not_recorded'
        END AS child_adult,
        CASE
            WHEN is_sealed THEN 'sealed' WHEN age_from IS NULL THEN 'not_recorded'
            WHEN age_from < 5 THEN '0-4' WHEN age_from < 12 THEN '5-11' WHEN age_from < 18 THEN '12-17'
            WHEN age_from < 60 THEN '18-59' ELSE '60+'
        END AS unhcr,
        CASE
            WHEN is_sealed THEN 'sealed' WHEN age_from IS NULL THEN 'not_recorded'
            WHEN age_from < 10 THEN 'other' WHEN age_from < 15 THEN '10-14' WHEN age_from < 20 THEN '15-19'
            WHEN age_from < 25 THEN '20-24' WHEN age_from < 30 THEN '25-29' ELSE 'other'
        END AS youth
    FROM aged
),
formed AS (
    SELECT described.code, described.id, known.form, known.form_group
    FROM described
    LEFT JOIN (
        SELECT DISTINCT link.case_id, purpose.code AS form, coalesce(maps.value, 'other') AS form_group
        FROM cases_caseexploitation AS link
        JOIN cases_exploitation AS event ON event.id = link.exploitation_id
        CROSS JOIN unnest(event.purposes) AS purpose (code)
        LEFT JOIN maps ON maps.name = 'trafficking_form' AND maps.code = purpose.code
        WHERE coalesce(maps.value, 'other') <> 'not_determined' AND link.case_id IN (SELECT id FROM described)
    ) AS known ON known.case_id = described.id
)
SELECT code,
    CASE 0
        WHEN GROUPING(sex) THEN 'sex' WHEN GROUPING(child_adult) THEN 'age_band:child_adult'
        WHEN GROUPING(unhcr) THEN 'age_band:unhcr' WHEN GROUPING(youth) THEN 'age_band:usaid_youth'
        WHEN GROUPING(nationality_group) THEN 'nationality_group'
        WHEN GROUPING(population_type) THEN 'population_type' WHEN GROUPING(department) THEN 'department'
        WHEN GROUPING(identified_by) THEN 'identified_by' ELSE ''
    END,
    coalesce(sex, child_adult, unhcr, youth, nationality_group, population_type, department, identified_by, ''),
    count(*)::numeric,
    CASE WHEN code = 'VIC-PLAN' THEN count(*) FILTER (WHERE planned) END::numeric,
    CASE WHEN code = 'VIC-PLAN' THEN count(*) END::numeric
FROM described
GROUP BY GROUPING SETS (
    (code), (code, sex), (code, child_adult), (code, unhcr), (code, youth), (code, nationality_group),
    (code, population_type), (code, department), (code, identified_by)
)
HAVING (code <> 'VIC-PLAN' OR GROUPING(nationality_group) + GROUPING(department) = 2)
    AND (GROUPING(population_type) = 1 OR code IN ('VIC-ACTIVE', 'CASE-EPIS'))
    AND (GROUPING(identified_by) = 1 OR code = 'VIC-IDENT')
UNION ALL
SELECT code, 'trafficking_form', coalesce(form_group, 'not_determined'), count(DISTINCT id), NULL, NULL
FROM formed WHERE code <> 'VIC-PLAN' GROUP BY code, form_group
UNION ALL
SELECT code, 'trafficking_form:code', coalesce(form, 'not_determined'), count(*), NULL, NULL
FROM formed WHERE code <> 'VIC-PLAN' GROUP BY code, form
UNION ALL
SELECT code, 'sealed', person_id || ' ' || "on", count(*),
    CASE WHEN code = 'VIC-PLAN' THEN count(*) FILTER (WHERE planned) END,
    CASE WHEN code = 'VIC-PLAN' THEN count(*) END
FROM described WHERE is_sealed GROUP BY code, person_id, "on"
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
    FROM formed WHERE code <> 'VIC-PLAN' GROUP BY code, id
) AS rolled
GROUP BY code, word
