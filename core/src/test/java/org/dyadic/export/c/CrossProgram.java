package org.dyadic.export.c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program for a machine of QEMU, linked without a library. */
enum CrossProgram {
  CORTEX_M0(
      "arm-none-eabi-",
      "gcc -mcpu=cortex-m0 -mthumb",
      "start_arm.c -T cortex-m.ld -Wl,--defsym=FLASH_SIZE=0x40000,--defsym=RAM_SIZE=0x4000",
      "qemu-system-arm -M microbit"),
  CORTEX_M4(
      "arm-none-eabi-",
      "gcc -mcpu=cortex-m4 -mthumb",
      "start_arm.c -T cortex-m.ld -Wl,--defsym=FLASH_SIZE=0x400000,--defsym=RAM_SIZE=0x400000",
      "qemu-system-arm -M mps2-an386"),
  RV32EC(
      "riscv64-unknown-elf-",
      "gcc -march=rv32ec -mabi=ilp32e",
      "start_riscv.S -T riscv.ld -Wl,--no-warn-rwx-segments",
      "qemu-system-riscv32 -M virt -bios none"),
  RV32IMC(
      "riscv64-unknown-elf-",
      "gcc -march=rv32imc -mabi=ilp32",
      "start_riscv.S -T riscv.ld -Wl,--no-warn-rwx-segments",
      "qemu-system-riscv32 -M virt -bios none");

  private static final String FILE = "program.elf";

  private final String prefix;
  private final String compiler;
  private final String start;
  private final String machine;

  CrossProgram(String prefix, String compiler, String start, String machine) {
    this.prefix = prefix;
    this.compiler = compiler;
    this.start = start;
    this.machine = machine;
  }

  /** Skips the test where compiler or machine is missing. */
  void require() {
    Tool.require(prefix + "gcc", prefix + "objdump", words(machine).getFirst());
  }

  /** What the exported source is written for. */
  CTarget target() {
    return CTarget.valueOf(name());
  }

  /** Compiles and links sources of a folder. */
  void link(Path folder, String level, List<String> sources, String... more)
      throws IOException, InterruptedException {
    List<String> command = words(prefix + compiler);
    command.addAll(HostProgram.STRICT);
    command.addAll(List.of(level, "-ffreestanding", "-nostdlib", "-o", FILE));
    command.addAll(sources);
    command.addAll(words(start));
    command.addAll(List.of(more));
    for (String name : List.of("start_arm.c", "start_riscv.S", "cortex-m.ld", "riscv.ld")) {
      HostProgram.copy("/org/dyadic/verify/c/" + name, folder);
    }
    Tool.run(folder, command);
  }

  /** Runs the linked program; gives its status. */
  Tool.Result run(Path folder, String... more) throws IOException, InterruptedException {
    List<String> command = words(machine);
    command.addAll(words("-nographic -monitor none -serial none"));
    command.addAll(words("-semihosting-config enable=on,target=native -kernel " + FILE));
    command.addAll(List.of(more));
    return Tool.start(folder, command, new byte[0]);
  }

  /**
   * Counts the instructions that the linked program executes.
   *
   * @param plugin compiled by {@link #compileCounter}
   */
  long count(Path folder, Path plugin) throws IOException, InterruptedException {
    String symbols = Tool.run(folder, List.of(prefix + "nm", "-nS", FILE));
    Files.writeString(folder.resolve("symbols"), symbols);
    Tool.Result result =
        run(folder, "-plugin", plugin + ",symbols=symbols", "-d", "plugin", "-D", "count.log");
    if (result.status() != 0) {
      throw new AssertionError("status " + result.status() + ": " + result.text());
    }
    try (Stream<String> lines = Files.lines(folder.resolve("count.log"))) {
      return lines
          .map(String::strip)
          .filter(line -> line.endsWith(" all"))
          .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Compiles QEMU's plugin that counts instructions. */
  static Path compileCounter(Path folder) throws IOException, InterruptedException {
    Tool.require("gcc");
    Path plugin = folder.resolve("count.so");
    Path source = Tool.repository().resolve("bench/c/count.c");
    Tool.run(
        folder,
        List.of("gcc", "-O2", "-shared", "-fPIC", "-o", plugin.toString(), source.toString()));
    return plugin;
  }

  /** The linked image as assembly, with its relocated symbols. */
  String disassemble(Path folder) throws IOException, InterruptedException {
    return Tool.run(folder, List.of(prefix + "objdump", "-d", FILE));
  }

  private static List<String> words(String text) {
    return new ArrayList<>(List.of(text.split(" ", -1)));
  }
}
