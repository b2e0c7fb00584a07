/* Runs images and compares all logits; the program ends with the number of images that differ. */
#include "@name@.h"

static const uint8_t images[@count@][@upper@_INPUT_BYTES] = {
    @pixels@
};

static const int32_t expected[@count@][@upper@_CLASSES] = {
    @logits@
};

static @name@_arena arena;

int main(void)
{
    int differing = 0;
    uint32_t image;
    for (image = 0u; image != @count@u; image++) {
        int32_t logits[@upper@_CLASSES];
        uint32_t i;
        int differs = 0;
        @name@_run(images[image], logits, &arena);
        for (i = 0u; i != @upper@_CLASSES; i++) {
            if (logits[i] != expected[image][i]) {
                differs = 1;
            }
        }
        differing += differs;
    }
    return differing > 255 ? 255 : differing;
}
