package dev.pulmu.backend;

import java.util.Map;

/**
 * The answer to whether a backend can run on this machine.
 *
 * @param usable whether it can
 * @param device what it would run on, for people; empty if it cannot
 * @param reason why it cannot, and what to do about it; empty if it can
 * @param versions versions of the libraries that it uses, by name
 */
public record Availability(
    boolean usable, String device, String reason, Map<String, String> versions) {
  public static Availability of(String device, Map<String, String> versions) {
    return new Availability(true, device, "", versions);
  }

  public static Availability missing(String reason) {
    return new Availability(false, "", reason, Map.of());
  }
}
