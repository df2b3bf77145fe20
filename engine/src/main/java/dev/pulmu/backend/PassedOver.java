package dev.pulmu.backend;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs, once, that another backend would be faster than the one that {@code auto} chose, and how to
 * get it.
 */
final class PassedOver {
  private static final Logger LOGGER = System.getLogger(Backend.class.getName());
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private PassedOver() {}

  static void tell(List<Backend> all, Backend chosen) {
    all.stream()
        .filter(other -> other.rankAtBest() > chosen.rank() && !other.advice().isEmpty())
        .filter(other -> other.availability().usable() && TOLD.add(other.name()))
        .forEach(other -> LOGGER.log(
            Level.WARNING,
            "backend auto is {0} here; {1} would be faster: {2}",
            chosen.name(),
            other.name(),
            other.advice()));
  }
}
