package org.dyadic.verify.c;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.export.c.CTarget;
import org.dyadic.verify.UnavailableException;

/** A machine of QEMU, for programs that are linked without a library. */
enum Board {
  /** A small processor's instructions on a board with room for every network. */
  CORTEX_M0(
      CTarget.CORTEX_M0, Family.ARM, "-mcpu=cortex-m0 -mthumb", "qemu-system-arm -M mps2-an386"),
  CORTEX_M4(
      CTarget.CORTEX_M4, Family.ARM, "-mcpu=cortex-m4 -mthumb", "qemu-system-arm -M mps2-an386"),
  RV32EC(
      CTarget.RV32EC,
      Family.RISCV,
      "-march=rv32ec -mabi=ilp32e",
      "qemu-system-riscv32 -M virt -bios none"),
  RV32IMC(
      CTarget.RV32IMC,
      Family.RISCV,
      "-march=rv32imc -mabi=ilp32",
      "qemu-system-riscv32 -M virt -bios none");

  private static final String PROGRAM = "program.elf";

  private enum Family {
    ARM(
        "arm-none-eabi-gcc",
        "gcc-arm-none-eabi and qemu-system-arm",
        "start_arm.c -T cortex-m.ld -Wl,--defsym=FLASH_SIZE=0x400000,--defsym=RAM_SIZE=0x400000",
        "start_arm.c",
        "cortex-m.ld"),
    RISCV(
        "riscv64-unknown-elf-gcc",
        "gcc-riscv64-unknown-elf and qemu-system-misc",
        "start_riscv.S -T riscv.ld -Wl,--no-warn-rwx-segments",
        "start_riscv.S",
        "riscv.ld");

    private final String compiler;
    private final String packages;
    private final String start;
    private final String code;
    private final String layout;

    Family(String compiler, String packages, String start, String code, String layout) {
      this.compiler = compiler;
      this.packages = packages;
      this.start = start;
      this.code = code;
      this.layout = layout;
    }
  }

  private final CTarget target;
  private final Family family;
  private final String flags;
  private final String machine;

  Board(CTarget target, Family family, String flags, String machine) {
    this.target = target;
    this.family = family;
    this.flags = flags;
    this.machine = machine;
  }

  /** What the exported source is written for. */
  CTarget target() {
    return target;
  }

  /** Throws unless compiler and emulator are installed. */
  void require() throws UnavailableException {
    String cure = "on Debian install " + family.packages;
    Commands.require(family.compiler, cure);
    Commands.require(words(machine).getFirst(), cure);
  }

  /** Copies what a program starts with, compiles and links. */
  void link(Path folder, List<String> sources) throws IOException {
    Commands.copy(folder, family.code, family.layout);
    List<String> command = words(family.compiler);
    command.addAll(words(flags));
    command.addAll(words("-std=c99 -O2 -ffreestanding -nostdlib -o " + PROGRAM));
    command.addAll(sources);
    command.addAll(words(family.start));
    command.add("-lgcc");
    Commands.run(folder, command);
  }

  /** Runs the program; gives what it printed on the console. */
  String run(Path folder) throws IOException {
    List<String> command = words(machine);
    command.addAll(words("-nographic -monitor none -serial none"));
    command.addAll(words("-semihosting-config enable=on,target=native -kernel " + PROGRAM));
    return Commands.run(folder, command);
  }

  private static List<String> words(String text) {
    return new ArrayList<>(Arrays.asList(text.split(" ", -1)));
  }
}
