/* The next count places; a tile that is not full has its last place several times. */
static void take_places(const struct path *path, struct walk *walk, uint32_t count, uint32_t size,
    struct place *place)
{
    size -= count;
    do {
        take_place(path, walk, place++);
        HIDE(place);
    } while (--count != 0u);
    for (; size != 0u; size--) {
        place->row = place[-1].row;
        place->column = place[-1].column;
        place++;
        HIDE(place);
    }
}
