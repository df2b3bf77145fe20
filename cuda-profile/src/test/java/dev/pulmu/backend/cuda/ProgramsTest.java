package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.plan.Precision;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a step is made of, counted. */
class ProgramsTest {
  private static final List<Products> BOTH = List.of(Products.OWN, Products.FASTER);
  private static final SortedSet<Kernel> COVERED = ContractKernels.all();

  @Test
  void aPlainStepHasAtMostTwelveNodes() {
    BOTH.forEach(
        products -> assertThat(Workload.A.step(products).nodes()).hasSizeLessThanOrEqualTo(12));
  }

  /** Beside them a step has its gather, the last block, the loss, the check and the update. */
  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"B", "C128", "C1024", "D1024", "D8192"})
  void aHiddenBlockWithBatchNormHasAtMostEightNodes(Workload workload) {
    for (Products products : BOTH) {
      List<Node> nodes = workload.step(products).nodes();
      for (int block = 1; block <= workload.hidden; block++) {
        String name = "dense" + block + ":";
        assertThat(nodes.stream().filter(node -> node.does().startsWith(name)))
            .hasSizeBetween(4, 8);
      }
      assertThat(nodes).hasSizeLessThanOrEqualTo(8 * workload.hidden + 9);
    }
  }

  /** What is measured is what is tested. */
  @ParameterizedTest
  @EnumSource(Workload.class)
  void theContractCoversEveryKernelOfTheWorkloads(Workload workload) {
    for (Products products : BOTH) {
      Stream<Kernel> launched =
          workload.programs(products).stream().flatMap(program -> program.kernels().stream());
      assertThat(launched).isNotEmpty().isSubsetOf(COVERED);
    }
  }

  @Test
  void largeProductsAreForCublasWhereThereIsOne() {
    assertThat(multiplies(Workload.D8192, Products.FASTER)).isEqualTo(11);
    assertThat(multiplies(Workload.D8192, Products.OWN)).isZero();
    assertThat(multiplies(Workload.A, Products.FASTER)).isZero();
  }

  @Test
  void everyProductInTf32IsForCublas() {
    Options options = Options.USUAL;
    assertThat(multiplies(Workload.A, options.products(true, Precision.TF32))).isEqualTo(5);
    assertThat(multiplies(Workload.A, options.products(true, Precision.FP32))).isZero();
    assertThat(multiplies(Workload.D8192, options.products(false, Precision.TF32)))
        .isZero();
  }

  private static long multiplies(Workload workload, Products products) {
    return workload.step(products).nodes().stream()
        .filter(Node.Multiply.class::isInstance)
        .count();
  }

  @Test
  void textNamesEveryNode() {
    assertThat(ProgramText.of(Workload.A.step(Products.OWN), Map.of())).isEqualTo("""
        step of 100 rows: 11 nodes, 3.2 MiB at least
            node           grid threads  shared     bytes regs
          1 gather          100     256       0 382.8 KiB    -  batch: gather, bytes to numbers
          2 matmul          4×4     256    4224 690.6 KiB    -  dense1: x · w, bias, relu
          3 matmul            4     256    4224  50.8 KiB    -  dense2: x · w, bias
          4 loss              4     256       0  11.7 KiB    -  loss: softmax-cross-entropy, gradient, answers
          5 backward          2     256    1024  11.7 KiB    -  dense2: back through bias
          6 matmul            4     256    4224  46.9 KiB    -  dense2: dw = xᵀ · du
          7 matmul          4×4     256    4224  46.9 KiB    -  dense2: dx = du · wᵀ
          8 backward         13     256    1024 117.2 KiB    -  dense1: back through relu, bias
          9 matmul         25×4     256    4224 651.6 KiB    -  dense1: dw = xᵀ · du
         10 gradient         78     256       0 310.6 KiB    -  gradient: check
         11 update          311     256       0 931.8 KiB    -  update: sgd
        """);
  }

  /** 3.2 KB of order and so on aside: bytes in, numbers out, and so for every node by hand. */
  @Test
  void bytesAreThoseThatMustMove() {
    List<Node> nodes = Workload.A.step(Products.OWN).nodes();
    assertThat(nodes.get(0).bytes()).isEqualTo(100 * 784 * (1 + 4));
    assertThat(nodes.get(1).bytes())
        .isEqualTo(4 * (100 * 784 + 784 * 100 + 100 * 100) + 4 * 100 * 100);
    // weights read and written, gradient read
    assertThat(nodes.get(nodes.size() - 1).bytes()).isEqualTo(12 * 79_510);
  }
}
