package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GPUs of this machine, and whether the engine can run on them. Asks the driver and touches no
 * class of ND4J. The answer is found once: what is missing when a program starts is missing until
 * it ends.
 */
public final class Devices {
  private static final double GIB = 1L << 30;
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Pattern DRIVER_VERSION = Pattern.compile(" (\\d{3}\\.\\d+(\\.\\d+)?) ");

  private static final int CUDA_13_CAPABILITY = 75;

  private static Found found;

  private Devices() {}

  /**
   * The GPUs that were found, or why the engine cannot run.
   *
   * @param reason why the engine cannot run, empty if it can
   * @param driver the CUDA version that the driver supports: 13010 is 13.1; 0 where unknown
   * @param gpus as the driver lists them; also where the engine cannot run, as far as is known
   */
  record Found(String reason, int driver, List<GpuInfo> gpus) {}

  /** Whether the engine can run here, and on what, or what is missing. Never throws. */
  static Availability availability() {
    Found found = found();
    if (!found.reason().isEmpty()) {
      return Availability.missing(found.reason());
    }
    GpuInfo gpu = found.gpus().get(0);
    return Availability.of(text(gpu), gpu.versions());
  }

  /**
   * Opens the first GPU; {@code CUDA_VISIBLE_DEVICES} decides which that is.
   *
   * @throws GpuException if it cannot be used, with the reason
   */
  static Gpu open() {
    Found found = found();
    if (!found.reason().isEmpty()) {
      throw new GpuException(found.reason());
    }
    Path cache = Lookup.usual().cache().resolve("kernels");
    return new DriverGpu(0, found.gpus().get(0), new KernelCache(cache));
  }

  /** Lines for people about each GPU: what it is, who does its products, which profile fits. */
  public static List<String> describe() {
    Found found = found();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < found.gpus().size(); i++) {
      GpuInfo gpu = found.gpus().get(i);
      lines.add("GPU " + i + ": " + text(gpu) + ", driver " + gpu.versions().get("driver"));
      lines.add("  matrix products: "
          + (gpu.hasBlas() ? "cuBLAS and the engine's own kernels" : "the engine's own kernels"));
      lines.add("  --profile " + profile(found.driver(), gpu) + " fits; this build holds CUDA "
          + Libraries.cuda());
    }
    return lines;
  }

  /** The Maven profile that fits; {@code ./pulmu} chooses the same. */
  static String profile(int driver, GpuInfo gpu) {
    return driver >= 13000 && capability(gpu) >= CUDA_13_CAPABILITY ? "cuda13" : "cuda";
  }

  private static int capability(GpuInfo gpu) {
    return 10 * gpu.major() + gpu.minor();
  }

  private static String text(GpuInfo gpu) {
    return String.format(
        Locale.ROOT,
        "%s, compute capability %d.%d, %.1f GiB",
        gpu.name(),
        gpu.major(),
        gpu.minor(),
        gpu.totalBytes() / GIB);
  }

  static synchronized Found found() {
    if (found == null) {
      found = find();
    }
    return found;
  }

  private static Found find() {
    if (!Libraries.inBuild(System.mapLibraryName("jnicudart"))) {
      return new Found(withoutNatives(Libraries.folders()), 0, List.of());
    }
    List<GpuInfo> gpus = new ArrayList<>();
    int driver = 0;
    try {
      driver = DriverGpu.driver();
      Map<String, String> versions = versions(driver);
      boolean hasBlas = hasBlas(versions);
      int count = DriverGpu.devices();
      for (int i = 0; i < count; i++) {
        gpus.add(DriverGpu.info(i, hasBlas, versions));
      }
      String reason = reason(driver, Libraries.cuda(), gpus);
      return new Found(
          reason.isEmpty() ? missingCompiler(versions, gpus.get(0)) : reason,
          driver,
          List.copyOf(gpus));
    } catch (GpuException e) {
      return new Found(e.getMessage(), driver, List.copyOf(gpus));
    }
  }

  /** The reason that a build without natives can give. */
  static String withoutNatives(List<Path> folders) {
    String build = "this build has no CUDA natives for " + Libraries.platform()
        + "; './pulmu --profile cuda13' brings them for driver 580 or newer, --profile cuda for"
        + " older ones";
    String driver = "libcuda.so.1";
    return Libraries.find(driver, folders).isPresent()
        ? build
        : Libraries.missing(driver, folders) + "; besides, " + build;
  }

  /** Why driver or GPU do not fit this build's CUDA; empty if they do. */
  static String reason(int driver, int cuda, List<GpuInfo> gpus) {
    int wanted = cuda < 12 ? 11060 : 1000 * cuda;
    if (driver < wanted) {
      return "the NVIDIA driver supports CUDA " + cuda(driver) + " at most and this build wants "
          + cuda(wanted) + "; update the driver to "
          + (cuda < 12 ? "510 or newer" : "580 or newer, or build with -Pcuda");
    }
    if (gpus.isEmpty()) {
      return "the NVIDIA driver shows no GPU; is CUDA_VISIBLE_DEVICES set to hide it?";
    }
    GpuInfo gpu = gpus.get(0);
    if (cuda >= 13 && capability(gpu) < CUDA_13_CAPABILITY) {
      return text(gpu) + ": CUDA 13 begins at compute capability 7.5; build with -Pcuda";
    }
    return "";
  }

  private static Map<String, String> versions(int driver) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("driver", driver() + " (CUDA " + cuda(driver) + ")");
    versions.put("presets", Libraries.presets());
    return versions;
  }

  private static boolean hasBlas(Map<String, String> versions) {
    try {
      Blas.load();
      versions.put("cublas", Blas.version());
      return true;
    } catch (GpuException e) {
      versions.put("cublas", "none: " + e.getMessage());
      return false;
    }
  }

  /** Why kernels cannot be compiled for this GPU; empty if one could. */
  private static String missingCompiler(Map<String, String> versions, GpuInfo gpu) {
    try {
      Nvrtc.load();
      versions.put("nvrtc", Nvrtc.version());
      Nvrtc.tryOut(Nvrtc.architecture(gpu.major(), gpu.minor()));
      return "";
    } catch (GpuException e) {
      return e.getMessage();
    }
  }

  private static String driver() {
    try {
      return driver(Files.readString(DRIVER));
    } catch (IOException notLinux) {
      return "of unknown version";
    }
  }

  /** The version in the text that the driver's kernel module shows. */
  static String driver(String text) {
    Matcher matcher = DRIVER_VERSION.matcher(text);
    return matcher.find() ? matcher.group(1) : "of unknown version";
  }

  private static String cuda(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
