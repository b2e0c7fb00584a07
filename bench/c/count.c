/* A plugin of QEMU that counts executed instructions, all and function by function.
 *
 *   cc -shared -fPIC -o count.so count.c
 *   nm -nS program.elf > symbols
 *   qemu-system-arm ... -plugin ./count.so,symbols=symbols -d plugin
 *
 * The few declarations of QEMU's plugin interface that it needs stand here, since not every package
 * of QEMU brings the header; API_VERSION is that of QEMU 7.2. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef API_VERSION
#define API_VERSION 1
#endif

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
void qemu_plugin_register_vcpu_insn_exec_cb(
    struct qemu_plugin_insn *, void (*)(unsigned, void *), int flags, void *);
void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);
void qemu_plugin_outs(const char *);

struct function {
    uint64_t start, end, count;
    char name[120];
};

static struct function functions[4096];
static size_t known;
static struct function elsewhere = {0, 0, 0, "elsewhere"};

static void read_symbols(const char *path)
{
    char line[512], type;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "count: cannot read %s\n", path);
        exit(1);
    }
    while (known < 4096 && fgets(line, sizeof line, file) != NULL) {
        struct function *f = &functions[known];
        uint64_t size;
        if (sscanf(line, "%" SCNx64 " %" SCNx64 " %c %119s", &f->start, &size, &type, f->name) == 4
            && (type == 't' || type == 'T')) {
            f->start &= ~UINT64_C(1);
            f->end = f->start + size;
            known++;
        }
    }
    fclose(file);
}

static struct function *function_at(uint64_t address)
{
    size_t i;
    for (i = 0; i < known; i++) {
        if (functions[i].start <= address && address < functions[i].end) {
            return &functions[i];
        }
    }
    return &elsewhere;
}

static void executed(unsigned cpu, void *function)
{
    (void)cpu;
    ((struct function *)function)->count++;
}

static void translated(plugin_id id, struct qemu_plugin_tb *tb)
{
    size_t i, n = qemu_plugin_tb_n_insns(tb);
    (void)id;
    for (i = 0; i < n; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        qemu_plugin_register_vcpu_insn_exec_cb(
            insn, executed, 0, function_at(qemu_plugin_insn_vaddr(insn)));
    }
}

static void print(const struct function *f)
{
    char line[200];
    if (f->count != 0) {
        snprintf(line, sizeof line, "%12" PRIu64 " %s\n", f->count, f->name);
        qemu_plugin_outs(line);
    }
}

static void finished(plugin_id id, void *data)
{
    struct function all = {0, 0, elsewhere.count, "all"};
    size_t i;
    (void)id;
    (void)data;
    for (i = 0; i < known; i++) {
        print(&functions[i]);
        all.count += functions[i].count;
    }
    print(&elsewhere);
    print(&all);
}

__attribute__((visibility("default"))) int qemu_plugin_version = API_VERSION;

__attribute__((visibility("default"))) int qemu_plugin_install(
    plugin_id id, const void *info, int count, char **arguments)
{
    int i;
    (void)info;
    for (i = 0; i < count; i++) {
        if (strncmp(arguments[i], "symbols=", 8) == 0) {
            read_symbols(arguments[i] + 8);
        }
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, finished, NULL);
    return 0;
}
