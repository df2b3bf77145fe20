package dev.pulmu.backend.cuda;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's text as a compiler takes it.
 *
 * @param file the name of the source file, for the log
 * @param source its text
 * @param headers the texts that it includes, by the names in its {@code #include} lines
 * @param options for the compiler; the architecture is not among them
 */
record KernelText(
    String file, String source, SortedMap<String, String> headers, List<String> options) {
  private static final Pattern INCLUDE =
      Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]+\"([^\"]+)\"", Pattern.MULTILINE);

  /**
   * Puts a kernel together from this package's resources.
   *
   * @throws GpuException if a file is not there
   */
  static KernelText of(Kernel kernel) {
    String file = kernel.name() + ".cu";
    String source = resource(file, kernel);
    SortedMap<String, String> headers = new TreeMap<>();
    include(source, kernel, headers);
    List<String> options = new ArrayList<>();
    options.add("--std=c++17");
    kernel.constants().forEach((name, value) -> options.add("-D" + name + "=" + value));
    return new KernelText(file, source, headers, options);
  }

  private static void include(String text, Kernel kernel, SortedMap<String, String> headers) {
    Matcher matcher = INCLUDE.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!headers.containsKey(name)) {
        String header = kernel.headers().containsKey(name)
            ? kernel.headers().get(name)
            : resource(name, kernel);
        headers.put(name, header);
        include(header, kernel, headers);
      }
    }
  }

  private static String resource(String file, Kernel kernel) {
    try (InputStream in = KernelText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new GpuException(
            kernel + " needs " + file + ", which is neither among the resources nor made for it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GpuException(kernel + ": cannot read the resource " + file, e);
    }
  }

  /**
   * The SHA-256, in hexadecimal, of everything that decides what comes out.
   *
   * @param compiler its name and version
   */
  String key(String compiler, String architecture) {
    MessageDigest sha256 = sha256();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
      write(out, List.of(compiler, architecture, file, source));
      write(out, List.copyOf(headers.keySet()));
      write(out, List.copyOf(headers.values()));
      write(out, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** With lengths in front: {@code ab, c} and {@code a, bc} are two things. */
  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
