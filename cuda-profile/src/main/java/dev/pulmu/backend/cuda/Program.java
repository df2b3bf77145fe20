package dev.pulmu.backend.cuda;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A list of nodes that run one after the other, such as a training step.
 *
 * @param name what it does, for people
 * @param nodes in order
 */
record Program(String name, List<Node> nodes) {
  Program {
    nodes = List.copyOf(nodes);
  }

  /** Every kernel that it launches, once. */
  SortedSet<Kernel> kernels() {
    SortedSet<Kernel> kernels = new TreeSet<>();
    for (Node node : nodes) {
      node.match(launch -> Optional.of(launch.kernel()), multiply -> Optional.<Kernel>empty())
          .ifPresent(kernels::add);
    }
    return kernels;
  }

  /** The bytes that its nodes read and write at least. */
  long bytes() {
    return nodes.stream().mapToLong(Node::bytes).sum();
  }
}
