-- cost of gpt-4o by month
SELECT date_trunc('month', at) AS month, sum(usd) FROM calls
WHERE model IN ('gpt-6-luna', 'gpt-4-32k') GROUP BY 1;
