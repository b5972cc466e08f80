-- The obvious self-join for pattern counts, the yardstick of bench/: bought A for the first time, then B within W.
--
-- It gives on Complete Journey, W = 182 days, exactly what docs/methods/patterns.md publishes:
--   product_category: 1,457,608 lines, 279 items, 60,853 pairs with n_ab >= 25, together 17,670,301
--   product_type:     1,449,452 lines, 1,427 items, 562,832 pairs, together 52,110,698
--
-- Raw counts: the index is a customer's first purchase of A, whether or not its window is complete; a customer counts
-- once for an ordered pair, A <> B, if any purchase of B lies in (t_A, t_A + W]. Purchases are lines of positive quantity
-- with a known item; items are those held by at least 25 customers; pairs are those with at least 25 customers, and the
-- total is over those pairs.
--
-- Set before running:
--   SET VARIABLE transactions = '.../transactions.parquet';
--   SET VARIABLE products = '.../products.parquet';
--   SET VARIABLE level = 'product_category';   -- or 'product_type'
--   SET VARIABLE window_days = 182;
--   SET VARIABLE least = 25;

CREATE OR REPLACE TEMP TABLE purchases AS
WITH lines AS (
    SELECT
        household_id AS customer,
        transaction_timestamp AS bought_at,
        CASE getvariable('level') WHEN 'product_type' THEN product_type ELSE product_category END AS item
    FROM read_parquet(getvariable('transactions'))
    JOIN read_parquet(getvariable('products')) USING (product_id)
    WHERE quantity > 0
),
items AS (
    SELECT item FROM lines WHERE item IS NOT NULL GROUP BY item
    HAVING count(DISTINCT customer) >= getvariable('least')
)
SELECT customer, item, bought_at FROM lines SEMI JOIN items USING (item);

-- The measured statement starts here.
WITH firsts AS (
    SELECT customer, item, min(bought_at) AS bought_at FROM purchases GROUP BY customer, item
),
pairs AS (
    SELECT a.item AS a, b.item AS b, count(DISTINCT a.customer) AS n_ab
    FROM firsts AS a
    JOIN purchases AS b
        ON a.customer = b.customer AND a.item <> b.item
        AND b.bought_at > a.bought_at AND b.bought_at <= a.bought_at + to_days(getvariable('window_days'))
    GROUP BY a.item, b.item
)
SELECT count(*) AS pairs, sum(n_ab)::BIGINT AS total FROM pairs WHERE n_ab >= getvariable('least');
