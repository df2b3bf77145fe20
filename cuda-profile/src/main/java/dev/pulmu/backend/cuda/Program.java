package dev.pulmu.backend.cuda;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Nodes that run one after the other.
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
      if (node instanceof Node.Launch launch) {
        kernels.add(launch.kernel());
      }
    }
    return kernels;
  }

  /** What its nodes read and write at least. */
  long bytes() {
    return nodes.stream().mapToLong(Node::bytes).sum();
  }
}
