/* Right shifts of negative numbers must keep the sign, as they do in every compiler in use. */
typedef char needs_arithmetic_shift[(-1 >> 1) == -1 ? 1 : -1];

/* Hides a value from the optimizer, which would make a product of many equal steps, or a loop a call
 * of memset or memcpy. It costs no instruction, and no result depends on it. KEEP also keeps reads in
 * order, so that sums need no more registers than there are. */
#if defined(__GNUC__)
#define HIDE(value) __asm__("" : "+r"(value))
#define KEEP(value) __asm__("" : "+r"(value) : : "memory")
#else
#define HIDE(value) ((void)(value))
#define KEEP(value) ((void)(value))
#endif
