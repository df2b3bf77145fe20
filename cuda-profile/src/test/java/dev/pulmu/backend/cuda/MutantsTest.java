package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.contract.BackendContract;
import dev.pulmu.contract.Row;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the contract on the host is worth: kernels with one mistake each must not pass it. A check
 * is the part of the contract that is thought to find the mistake; without the mistake it passes in
 * every order of threads.
 */
@OnHost
class MutantsTest {
  private static final Check STEP = new Check(
      "a step of 'squares of numbers'",
      contract -> contract.eachStepIsThatOfTheReference(row("squares of numbers")));

  private static final Check NORM_STEP = new Check(
      "a step of 'everything by the book'",
      contract -> contract.eachStepIsThatOfTheReference(row("everything by the book")));

  private static final Check ACCUMULATED_STEP = new Check(
      "a step of 'accumulated with dropout'",
      contract -> contract.eachStepIsThatOfTheReference(row("accumulated with dropout")));

  private static final Check EVALUATION = new Check(
      "an evaluation of 'squares of numbers'",
      contract -> contract.evaluationIsThatOfTheReference(row("squares of numbers")));

  private static final Check HUGE_LOGITS =
      new Check("huge logits", BackendContract::hugeLogitsHaveAFiniteLoss);

  private static final Check RULE_STEP = new Check(
      "a step of 'norms of the user's own'",
      contract -> contract.eachStepIsThatOfTheReference(row("norms of the user's own")));

  private static final Check BAD_BATCH = new Check(
      "a bad batch",
      contract -> contract.oneBadBatchUndoesItsWholeStep("all accumulated and half frozen", 1));

  /**
   * Part of the contract.
   *
   * @param name for people
   */
  private record Check(String name, Consumer<BackendContract> run) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * One mistake.
   *
   * @param name what is wrong
   * @param file where
   * @param text that is there once
   * @param mistake what takes its place
   * @param check what must not pass
   * @param by what its failure must say: so the mistake was found, and not some other
   */
  private record Mutant(
      String name, String file, String text, String mistake, Check check, String by) {
    String texts(String asked) {
      String right = HostKernels.resource(asked);
      if (!asked.equals(file)) {
        return right;
      }
      int at = right.indexOf(text);
      assertThat(at).as(text + " in " + file).isNotNegative();
      assertThat(right.indexOf(text, at + 1)).as("once in " + file).isNegative();
      return right.substring(0, at) + mistake + right.substring(at + text.length());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mutant> mutants() {
    return List.of(
        new Mutant(
            "no barrier between write and read",
            "matmul.cu",
            "    __syncthreads();\n    for (int deep",
            "    for (int deep",
            STEP,
            "wanted"),
        new Mutant(
            "no barrier between read and write",
            "matmul.cu",
            "    __syncthreads();\n  }\n#pragma unroll",
            "  }\n#pragma unroll",
            STEP,
            "wanted"),
        new Mutant(
            "no barrier in a tree of sums",
            "columns.cuh",
            "half /= 2) {\n    __syncthreads();",
            "half /= 2) {",
            NORM_STEP,
            "wanted"),
        new Mutant(
            "buffer of a sum used again without a barrier",
            "columns.cuh",
            "__syncthreads();  // the last sum may still be read",
            "",
            NORM_STEP,
            "wanted"),
        new Mutant(
            "no barrier between warps",
            "loss.cu",
            "  __syncthreads();\n  if (threadIdx.x == 0) {",
            "  if (threadIdx.x == 0) {",
            STEP,
            "NaN"),
        new Mutant(
            "barrier that not all threads reach",
            "loss.cu",
            "  __syncthreads();\n  if (threadIdx.x == 0) {",
            "  if (warp > 0) return;\n  __syncthreads();\n  if (threadIdx.x == 0) {",
            STEP,
            "barrier divergence"),
        new Mutant(
            "one column too many is written",
            "gather.cu",
            "column < inputs",
            "column <= inputs",
            EVALUATION,
            "wrote out of bounds"),
        new Mutant(
            "one row too many is read",
            "forward.cu",
            "row < rows; row += lanes) {\n      sum +=",
            "row <= rows; row += lanes) {\n      sum +=",
            NORM_STEP,
            "wanted"),
        new Mutant(
            "vector load that is not aligned",
            "gather.cu",
            "((const float*)features)[sample * inputs + column]",
            "((const float4*)((const float*)features + sample * inputs + column))->x",
            STEP,
            "misaligned address"),
        new Mutant(
            "mask without half of the warp",
            "warp.cuh",
            "#define EVERYONE 0xffffffffu",
            "#define EVERYONE 0xffffu",
            STEP,
            "is not in the mask 0xffff of its own warp operation"),
        new Mutant(
            "n - 1 for n",
            "forward.cu",
            "float variance = column_sum(squares, columns, smem) / rows;",
            "float variance = column_sum(squares, columns, smem) / (rows - 1);",
            NORM_STEP,
            "wanted"),
        new Mutant(
            "epsilon outside of the root",
            "forward.cu",
            "1.f / sqrtf(variance + numbers[EPSILON])",
            "1.f / (sqrtf(variance) + numbers[EPSILON])",
            NORM_STEP,
            "wanted"),
        new Mutant(
            "dropout counts from the batch's first element",
            "matmul.cu",
            "tensor, first * n + at)",
            "tensor, at)",
            ACCUMULATED_STEP,
            "wanted"),
        new Mutant(
            "gradient does not accumulate",
            "matmul.cu",
            "add ? c[at] + sum[i][j] : sum[i][j]",
            "sum[i][j]",
            ACCUMULATED_STEP,
            "wanted"),
        new Mutant(
            "softmax without its maximum",
            "softmax.cuh",
            "largest = warp_max(largest);",
            "largest = 0.f;",
            HUGE_LOGITS,
            "wanted"),
        new Mutant(
            "norm of a tensor's first block",
            "norms.cu",
            "threadIdx.x < blocks",
            "threadIdx.x < 1",
            RULE_STEP,
            "wanted"),
        new Mutant(
            "norm of another tensor",
            "update.cu",
            "norms + range * NORMS",
            "norms",
            RULE_STEP,
            "wanted"),
        new Mutant(
            "norm of weights before they decay",
            "measure.cu",
            "DECOUPLED && i < decayed ? w * step[0] : w",
            "w",
            RULE_STEP,
            "wanted"),
        new Mutant(
            "running statistics of a bad step",
            "update.cu",
            "  if (*bad != 0) {\n",
            "  for (long long i = first_element(); i < statistics; i += gridDim.x * THREADS) {\n"
                + "    persistent[statisticsAt + i] = pending[i];\n  }\n  if (*bad != 0) {\n",
            BAD_BATCH,
            "wanted the bits"));
  }

  static Stream<Check> checks() {
    return mutants().stream().map(Mutant::check).distinct();
  }

  @ParameterizedTest
  @MethodSource
  void mutants(Mutant mutant) {
    assertCaught(mutant.check(), order -> HostGpu.open(order, false, mutant::texts), mutant.by());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void kernelsAsTheyArePass(Check check) {
    for (Order order : Order.values()) {
      check.run().accept(contract(() -> HostGpu.open(order, false)));
    }
  }

  /** No text is wrong here, but what a program says: dx = du · wᵀ with weights of the past. */
  @Test
  void staleWeightsInTheGradientOfTheInput() {
    Row row = row("weighted questions");
    Plan plan = Planner.plan(row.network(), row.update(), row.batch());
    int averages = plan.tensor("dense1.w.ema").offset();
    Check check = new Check(
        "a step of 'weighted questions'", contract -> contract.eachStepIsThatOfTheReference(row));
    kernelsAsTheyArePass(check);
    assertCaught(
        check,
        order -> launching(HostGpu.open(order, false), (kernel, arguments) -> {
          if (kernel.name().equals("matmul") && kernel.constants().get("B_TRANSPOSED") == 1) {
            arguments[1] += 4L * averages;
          }
        }),
        "wanted");
  }

  /** A GPU whose launches' arguments are changed first. */
  private static Gpu launching(Gpu gpu, BiConsumer<Kernel, long[]> change) {
    return (Gpu) Proxy.newProxyInstance(
        Gpu.class.getClassLoader(), new Class<?>[] {Gpu.class}, (proxy, method, values) -> {
          if (method.getName().equals("launch")) {
            change.accept(((LoadedKernel) values[0]).kernel(), (long[]) values[5]);
          }
          try {
            return method.invoke(gpu, values);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** Some order of threads makes the check fail, and the failure says this. */
  private static void assertCaught(Check check, Function<Order, Gpu> open, String by) {
    List<String> failures = new ArrayList<>();
    for (Order order : Order.values()) {
      try {
        check.run().accept(contract(() -> open.apply(order)));
      } catch (GpuException | AssertionError e) {
        failures.add(e.getMessage());
        if (e.getMessage().contains(by)) {
          return;
        }
      }
    }
    fail("%s does not fail with '%s' in any order, but with %s", check, by, failures);
  }

  private static BackendContract contract(Supplier<Gpu> open) {
    return new BackendContract() {
      @Override
      public Backend backend() {
        return HostBackend.on(open, Products.OWN);
      }
    };
  }

  private static Row row(String name) {
    return Row.all().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
