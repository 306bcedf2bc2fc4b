-- Figures of stays in one quarter that is over, for one award: SHL-IN, SHL-OUT, SHL-LOS, SHL-STOCK, SHL-UNIQ,
-- SHL-OCC.
--
-- A night belongs to the award that pays for the shelter that night, whoever admitted her. Entries and exits
-- carry the age band of their day. Of residents the birth year tells it; where a birthday decides between two
-- bands, the row stands as `sealed`, with the person and the day, for her birth date to be opened.
-- The last two columns are the quartiles of a median, or the nights slept and the nights of beds.
WITH paid AS (
    SELECT * FROM unnest(%(components)s::uuid[], %(paid_since)s::date[], %(paid_until)s::date[])
        AS p (component_id, since, until)
),
maps AS (
    SELECT * FROM unnest(%(map_names)s::text[], %(map_codes)s::text[], %(map_values)s::text[])
        AS m (name, code, value)
),
nights AS MATERIALIZED (
    SELECT s.id, s.case_id, s.person_id, greatest(s.admitted_on, paid.since, %(since)s::date) AS first,
        least(s.left_on, paid.until, %(until)s::date) AS after
    FROM paid
    JOIN shelters_stay AS s ON s.component_id = paid.component_id AND s.admitted_on < %(until)s::date
        AND (s.left_on IS NULL OR s.left_on > %(since)s::date)
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
        AND greatest(s.admitted_on, paid.since, %(since)s::date) < least(s.left_on, paid.until, %(until)s::date)
),
beds AS (
    SELECT coalesce(sum(least(b.until, shelter.closed_on, paid.until, %(until)s::date)
        - greatest(b.since, paid.since, %(since)s::date)), 0)::numeric AS able
    FROM paid
    JOIN shelters_shelter AS shelter ON shelter.component_id = paid.component_id
    JOIN shelters_room AS room ON room.shelter_id = shelter.id
    JOIN shelters_bed AS b ON b.room_id = room.id
    WHERE greatest(b.since, paid.since, %(since)s::date)
        < least(b.until, shelter.closed_on, paid.until, %(until)s::date)
),
residents AS (
    SELECT DISTINCT ON (person_id) * FROM nights ORDER BY person_id, first, id
),
lasting AS (
    SELECT 'SHL-UNIQ' AS code, id, case_id, person_id, first AS "on" FROM residents
    UNION ALL
    SELECT 'SHL-STOCK', id, case_id, person_id, %(until)s::date - 1 FROM nights WHERE after = %(until)s::date
),
ages AS (
    SELECT lasting.*, p.majority, p.adult_since, p.birth_precision <> 'unknown' AS has_birth_date,
        extract(year FROM lasting."on")::int - p.birth_year AS oldest,
        '{0,5,10,12,15,18,20,25,30,60}'::int[] AS cuts
    FROM lasting JOIN cases_person AS p ON p.id = lasting.person_id
),
aged AS (
    SELECT code, id, case_id, person_id, "on",
        CASE WHEN has_birth_date THEN cuts[width_bucket(oldest, cuts)] END AS age_from,
        CASE
            WHEN has_birth_date THEN oldest < 18
            WHEN majority = 'minor' OR majority = 'adult' AND "on" < adult_since THEN true
            WHEN majority = 'adult' THEN false
        END AS child,
        has_birth_date AND (oldest < 1 OR width_bucket(oldest, cuts) <> width_bucket(oldest - 1, cuts))
            AS is_sealed
    FROM ages
),
counted AS MATERIALIZED (
    SELECT code, id, case_id, NULL AS exit_reason, NULL::int AS lasted, age_from, child, is_sealed,
        person_id, "on"
    FROM aged
    UNION ALL
    SELECT 'SHL-IN', s.id, s.case_id, NULL, NULL, s.age_from, s.child, false, s.person_id, s.admitted_on
    FROM paid
    JOIN shelters_stay AS s ON s.component_id = paid.component_id
        AND s.admitted_on >= greatest(paid.since, %(since)s::date)
        AND s.admitted_on < least(paid.until, %(until)s::date)
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
    UNION ALL
    SELECT 'SHL-OUT', s.id, s.case_id, s.exit_reason, s.left_on - s.admitted_on, s.left_age_from,
        s.left_child, false, s.person_id, s.left_on
    FROM paid
    JOIN shelters_stay AS s ON s.component_id = paid.component_id
        AND s.left_on >= greatest(paid.since, %(since)s::date)
        AND s.left_on < least(paid.until, %(until)s::date)
    WHERE s.withdrawn_at IS NULL AND (s.charge_only_to_id IS NULL OR s.charge_only_to_id = %(award)s)
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
    FROM (SELECT DISTINCT case_id FROM counted) AS known
    JOIN cases_case AS c ON c.id = known.case_id
    JOIN cases_person AS p ON p.id = c.person_id
    JOIN accounts_office AS office ON office.id = c.office_id
    JOIN accounts_organisation AS organisation ON organisation.id = office.organisation_id
    LEFT JOIN maps AS population ON population.name = 'population_type' AND population.code = c.population
    LEFT JOIN maps AS source ON source.name = 'identified_by' AND source.code = c.source
),
described AS MATERIALIZED (
    SELECT counted.code, counted.lasted, about.*, coalesce(way.value, 'other') AS exit_type,
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
    FROM counted
    JOIN about USING (case_id)
    LEFT JOIN maps AS way ON way.name = 'exit_type' AND way.code = counted.exit_reason
),
formed AS (
    SELECT counted.code, counted.id, known.form, known.form_group
    FROM counted
    LEFT JOIN (
        SELECT DISTINCT about.case_id, purpose.code AS form, coalesce(maps.value, 'other') AS form_group
        FROM about
        JOIN cases_caseexploitation AS link ON link.case_id = about.case_id
        JOIN cases_exploitation AS event ON event.id = link.exploitation_id
        CROSS JOIN unnest(event.purposes) AS purpose (code)
        LEFT JOIN maps ON maps.name = 'trafficking_form' AND maps.code = purpose.code
        WHERE coalesce(maps.value, 'other') <> 'not_determined'
    ) AS known USING (case_id)
)
SELECT code,
    CASE 0
        WHEN GROUPING(sex) THEN 'sex' WHEN GROUPING(child_adult) THEN 'age_band:child_adult'
        WHEN GROUPING(unhcr) THEN 'age_band:unhcr' WHEN GROUPING(youth) THEN 'age_band:usaid_youth'
        WHEN GROUPING(nationality_group) THEN 'nationality_group'
        WHEN GROUPING(population_type) THEN 'population_type' WHEN GROUPING(department) THEN 'department'
        WHEN GROUPING(identified_by) THEN 'identified_by' WHEN GROUPING(exit_type) THEN 'exit_type' ELSE ''
    END,
    coalesce(sex, child_adult, unhcr, youth, nationality_group, population_type, department, identified_by,
        exit_type, ''),
    count(*)::numeric, NULL::numeric, NULL::numeric
FROM described
GROUP BY GROUPING SETS (
    (code), (code, sex), (code, child_adult), (code, unhcr), (code, youth), (code, nationality_group),
    (code, population_type), (code, department), (code, identified_by), (code, exit_type)
)
HAVING (GROUPING(identified_by) = 1 OR code = 'SHL-IN') AND (GROUPING(exit_type) = 1 OR code = 'SHL-OUT')
UNION ALL
SELECT 'SHL-LOS',
    CASE 0
        WHEN GROUPING(sex) THEN 'sex' WHEN GROUPING(child_adult) THEN 'age_band:child_adult'
        WHEN GROUPING(unhcr) THEN 'age_band:unhcr' WHEN GROUPING(youth) THEN 'age_band:usaid_youth'
        WHEN GROUPING(exit_type) THEN 'exit_type' ELSE ''
    END,
    coalesce(sex, child_adult, unhcr, youth, exit_type, ''),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY lasted)::numeric,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY lasted)::numeric,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY lasted)::numeric
FROM described
WHERE code = 'SHL-OUT'
GROUP BY GROUPING SETS ((), (sex), (child_adult), (unhcr), (youth), (exit_type))
UNION ALL
SELECT code, 'trafficking_form', coalesce(form_group, 'not_determined'), count(DISTINCT id), NULL, NULL
FROM formed GROUP BY code, form_group
UNION ALL
SELECT code, 'trafficking_form:code', coalesce(form, 'not_determined'), count(*), NULL, NULL
FROM formed GROUP BY code, form
UNION ALL
SELECT code, 'sealed', person_id || ' ' || "on", count(*), NULL, NULL
FROM counted WHERE is_sealed GROUP BY code, person_id, "on"
UNION ALL
SELECT 'SHL-OCC', '', '', 100 * used / nullif(able, 0), used, able
FROM (SELECT coalesce(sum(after - first), 0)::numeric AS used FROM nights) AS slept, beds
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
