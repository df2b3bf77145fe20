package dev.pulmu.backend.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** NVIDIA's compiler at run time, through JavaCPP's presets. Any number of threads may use it. */
final class Nvrtc {
  private static final String MACHINE_CODE = "sm_";
  private static final String LINE = "extern \"C\" __global__ void line(float* x) { *x = 1; }";

  private Nvrtc() {}

  /**
   * The output of the compiler.
   *
   * @param code machine code, or PTX with a zero byte behind it
   * @param log warnings, registers and spills
   */
  record Compiled(byte[] code, String log) {}

  private record Attempt(int result, Compiled made) {}

  /**
   * Loads the library.
   *
   * @throws GpuException if it is missing: where it was looked for, and what to install
   */
  static void load() {
    int cuda = Libraries.cuda();
    String file = cuda < 12 ? "libnvrtc.so.11.2" : "libnvrtc.so." + cuda;
    // NVRTC opens it by its name when it compiles, and has no path of its own to look in
    Libraries.loadBeside(file, "libnvrtc-builtins.so." + cuda + ".");
    Libraries.load(nvrtc.class, List.of(file));
  }

  /** Its version: {@code 13.1}. */
  static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check(nvrtc.nvrtcVersion(major, minor), "asking for its version");
    return major[0] + "." + minor[0];
  }

  /**
   * The architecture to compile for: machine code where NVRTC knows the device, otherwise PTX of
   * the newest architecture before it, which the driver turns into machine code.
   */
  static String architecture(int major, int minor) {
    int[] count = new int[1];
    check(nvrtc.nvrtcGetNumSupportedArchs(count), "counting its architectures");
    int[] known = new int[count[0]];
    check(nvrtc.nvrtcGetSupportedArchs(known), "asking for its architectures");
    return architecture(10 * major + minor, known, Libraries.cuda());
  }

  static String architecture(int device, int[] known, int cuda) {
    // CUDA 11.6 is for drivers of any newer CUDA: PTX of an architecture that all devices carry on.
    boolean ptxOnly = cuda < 12;
    if (!ptxOnly && IntStream.of(known).anyMatch(each -> each == device)) {
      return "sm_" + device;
    }
    return "compute_"
        + IntStream.of(known)
            .filter(each -> each <= device && (!ptxOnly || each <= 80))
            .max()
            .orElseThrow(() -> new GpuException("NVRTC of CUDA " + cuda
                + " has no code for compute capability " + device / 10 + "." + device % 10
                + "; it begins at " + known[0] / 10 + "." + known[0] % 10));
  }

  /**
   * Compiles a kernel of one line: a library that loads may still lack what it compiles with.
   *
   * @throws GpuException if that fails, in one line
   */
  static void tryOut(String architecture) {
    KernelText line = new KernelText("line.cu", LINE, new TreeMap<>(), List.of());
    Attempt attempt = attempt(line, options(line, architecture), architecture);
    if (attempt.result() != nvrtc.NVRTC_SUCCESS) {
      String why = attempt.made().log().lines().findFirst().orElse("it does not say why");
      throw new GpuException("NVRTC " + version() + " compiles nothing: " + name(attempt.result())
          + ": " + why.replaceAll("^nvrtc: error: |\\.$", "") + "; " + Libraries.remedy());
    }
  }

  /**
   * Compiles.
   *
   * @throws GpuException with the log and the file's name
   */
  static Compiled compile(KernelText text, String architecture) {
    List<String> options = options(text, architecture);
    Attempt attempt = attempt(text, options, architecture);
    if (attempt.result() != nvrtc.NVRTC_SUCCESS) {
      throw new GpuException(text.file() + " does not compile for " + architecture + " with "
          + String.join(" ", options) + ": " + name(attempt.result()) + "\n"
          + attempt.made().log());
    }
    return attempt.made();
  }

  private static List<String> options(KernelText text, String architecture) {
    List<String> options = new ArrayList<>(text.options());
    options.add("--gpu-architecture=" + architecture);
    if (architecture.startsWith(MACHINE_CODE)) {
      options.add("--ptxas-options=-v");
    }
    return options;
  }

  @SuppressWarnings({"try", "unchecked"}) // PointerScope is never named, and takes generic arrays
  private static Attempt attempt(KernelText text, List<String> options, String architecture) {
    try (PointerScope scope = new PointerScope()) {
      _nvrtcProgram program = new _nvrtcProgram();
      check(
          nvrtc.nvrtcCreateProgram(
              program,
              new BytePointer(text.source(), StandardCharsets.UTF_8),
              new BytePointer(text.file(), StandardCharsets.UTF_8),
              text.headers().size(),
              texts(text.headers().values()),
              texts(text.headers().keySet())),
          "taking " + text.file());
      try {
        int result = nvrtc.nvrtcCompileProgram(program, options.size(), texts(options));
        byte[] code = result != nvrtc.NVRTC_SUCCESS
            ? new byte[0]
            : architecture.startsWith(MACHINE_CODE) ? cubin(program) : ptx(program);
        return new Attempt(result, new Compiled(code, log(program)));
      } finally {
        nvrtc.nvrtcDestroyProgram(program);
      }
    }
  }

  private static PointerPointer<Pointer> texts(Collection<String> texts) {
    PointerPointer<Pointer> pointers = new PointerPointer<>(Math.max(1, texts.size()));
    int at = 0;
    for (String text : texts) {
      pointers.put(at++, new BytePointer(text, StandardCharsets.UTF_8));
    }
    return pointers;
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtc.nvrtcGetProgramLogSize(program, size), "asking for the log's size");
    byte[] log = new byte[(int) size.get()];
    check(nvrtc.nvrtcGetProgramLog(program, log), "asking for the log");
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private static byte[] cubin(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtc.nvrtcGetCUBINSize(program, size), "asking for the code's size");
    byte[] code = new byte[(int) size.get()];
    check(nvrtc.nvrtcGetCUBIN(program, code), "asking for the code");
    return code;
  }

  private static byte[] ptx(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtc.nvrtcGetPTXSize(program, size), "asking for the size of the PTX");
    byte[] code = new byte[(int) size.get()];
    check(nvrtc.nvrtcGetPTX(program, code), "asking for the PTX");
    return code;
  }

  private static void check(int result, String doing) {
    if (result != nvrtc.NVRTC_SUCCESS) {
      throw new GpuException("NVRTC: " + doing + ": " + name(result));
    }
  }

  private static String name(int result) {
    return nvrtc.nvrtcGetErrorString(result).getString();
  }
}
