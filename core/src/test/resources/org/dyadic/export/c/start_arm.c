/* Starts a program on a Cortex-M of QEMU and ends it with main's result, by semihosting. */
#include <stdint.h>

int main(void);
void reset(void);

extern uint32_t stack_top, bss_start, bss_end;

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[2] = {
    (uintptr_t)&stack_top,
    (uintptr_t)&reset,
};

static void end(uint32_t status)
{
    uint32_t block[2] = {0x20026u, status};
    register uint32_t operation __asm__("r0") = 0x20u;
    register uint32_t *argument __asm__("r1") = block;
    __asm__ volatile("bkpt 0xab" : : "r"(operation), "r"(argument) : "memory");
}

void reset(void)
{
    volatile uint32_t *word;
    for (word = &bss_start; word != &bss_end; word++) {
        *word = 0u;
    }
    end((uint32_t)main());
    for (;;) {
    }
}
