/* Runs the images of the standard input and writes their logits, four bytes each, least first. */
#include <stdio.h>

#include "net.h"

int main(void)
{
    static uint8_t image[NET_INPUT_BYTES];
    static net_arena arena;
    while (fread(image, 1, sizeof image, stdin) == sizeof image) {
        int32_t logits[NET_CLASSES];
        uint32_t i;
        net_run(image, logits, &arena);
        for (i = 0; i != NET_CLASSES; i++) {
            int shift;
            for (shift = 0; shift != 32; shift += 8) {
                putchar((int)((uint32_t)logits[i] >> shift & 255u));
            }
        }
        fflush(stdout);
    }
    return 0;
}
