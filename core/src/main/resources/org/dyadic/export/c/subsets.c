/* The sums over every subset of 4 inputs of @words@ words each. The table has 16 entries of 4 groups:
 * bit i of an entry's number says whether input i is in the subset. */
static void sum_subsets_@words@(const uint32_t *inputs, uint32_t *table)
{
    uint32_t t;
    for (t = 0; t != @words@u; t++) {
        const uint32_t a = inputs[0 * @words@], b = inputs[1 * @words@];
        const uint32_t c = inputs[2 * @words@], d = inputs[3 * @words@];
        const uint32_t ab = a + b, cd = c + d;
        table[0 * @entry@] = 0u;
        table[1 * @entry@] = a;
        table[2 * @entry@] = b;
        table[3 * @entry@] = ab;
        table[4 * @entry@] = c;
        table[5 * @entry@] = a + c;
        table[6 * @entry@] = b + c;
        table[7 * @entry@] = ab + c;
        table[8 * @entry@] = d;
        table[9 * @entry@] = a + d;
        table[10 * @entry@] = b + d;
        table[11 * @entry@] = ab + d;
        table[12 * @entry@] = cd;
        table[13 * @entry@] = a + cd;
        table[14 * @entry@] = b + cd;
        table[15 * @entry@] = ab + cd;
        inputs++;
        table++;
    }
}

/* The tables of 1 to 4 groups of inputs. */
static void sum_groups_@words@(const uint32_t *inputs, uint32_t groups, uint32_t *table)
{
    do {
        sum_subsets_@words@(inputs, table);
        inputs += 4 * @words@;
        table += @words@;
        HIDE(inputs);
        HIDE(table);
    } while (--groups != 0u);
}
