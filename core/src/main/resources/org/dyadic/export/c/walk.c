/* How the positions of windows follow one another: window after window, row by row, and within a
 * window its elements. All numbers but the last three count elements of the input, so that steps are
 * additions: a row of the input is its width times the elements of a pixel. */
struct path {
    int32_t first_row, first_column;        /* of the first window */
    int32_t window_row, window_column;      /* from one window to the next */
    int32_t columns_end;                    /* beyond the last window of a row */
    int32_t row, column;                    /* from one element of a window to the next */
    int32_t row_end, column_end;            /* beyond the last element of a window */
    int32_t low_row, high_row;              /* rows outside count as the nearest one inside */
    int32_t low_column, high_column;
    uint32_t out;                           /* from one window's output to the next */
    uint32_t side;                          /* the same for what joins the output */
    uint32_t positions;
};

struct place {
    int32_t row, column;
    uint32_t out, side;
    uint32_t first;                         /* 1 for the first element of a window */
};

struct walk {
    int32_t window_row, window_column, row, column;
    uint32_t out, side;
};

static void start_walk(const struct path *path, struct walk *walk)
{
    walk->window_row = path->first_row;
    walk->window_column = path->first_column;
    walk->row = 0;
    walk->column = 0;
    walk->out = 0u;
    walk->side = 0u;
}


/* The place that the walk has reached; then a step further. */
static void take_place(const struct path *path, struct walk *walk, struct place *place)
{
    place->row = within(walk->window_row + walk->row, path->low_row, path->high_row);
    place->column =
        within(walk->window_column + walk->column, path->low_column, path->high_column);
    place->out = walk->out;
    place->side = walk->side;
    place->first = (walk->row | walk->column) == 0 ? 1u : 0u;
    walk->column += path->column;
    if (walk->column != path->column_end) {
        return;
    }
    walk->column = 0;
    walk->row += path->row;
    if (walk->row != path->row_end) {
        return;
    }
    walk->row = 0;
    walk->out += path->out;
    walk->side += path->side;
    walk->window_column += path->window_column;
    if (walk->window_column != path->columns_end) {
        return;
    }
    walk->window_column = path->first_column;
    walk->window_row += path->window_row;
}
