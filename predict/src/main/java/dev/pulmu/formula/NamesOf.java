package dev.pulmu.formula;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the names that an expression reads. */
final class NamesOf implements Formula.Reader<Set<String>> {
  @Override
  public Set<String> number(float value) {
    return Set.of();
  }

  @Override
  public Set<String> name(String name) {
    return Set.of(name);
  }

  @Override
  public Set<String> negate(Set<String> operand) {
    return operand;
  }

  @Override
  public Set<String> combine(char operator, Set<String> left, Set<String> right) {
    Set<String> names = new HashSet<>(left);
    names.addAll(right);
    return names;
  }

  @Override
  public Set<String> call(Function function, List<Set<String>> arguments) {
    Set<String> names = new HashSet<>();
    arguments.forEach(names::addAll);
    return names;
  }

  @Override
  public Set<String> norm(Set<String> operand) {
    return operand;
  }
}
