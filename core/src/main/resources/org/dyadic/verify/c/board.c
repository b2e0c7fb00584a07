/* Runs images on a bare board and prints their logits on the emulator's console, eight hexadecimal
 * digits a line. */
#include "net.h"

static const uint8_t images[] = {
#include "images.h"
};

static net_arena arena;

void call_host(uint32_t number, const void *argument);

static void print(char character)
{
    call_host(3u, &character);
}

int main(void)
{
    const uint8_t *image;
    for (image = images; image != images + sizeof images; image += NET_INPUT_BYTES) {
        int32_t logits[NET_CLASSES];
        uint32_t i;
        net_run(image, logits, &arena);
        for (i = 0; i != NET_CLASSES; i++) {
            uint32_t shift = 32u;
            do {
                shift -= 4u;
                print("0123456789abcdef"[(uint32_t)logits[i] >> shift & 15u]);
            } while (shift != 0u);
            print('\n');
        }
    }
    return 0;
}
