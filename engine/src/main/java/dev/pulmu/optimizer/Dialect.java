package dev.pulmu.optimizer;

import static dev.pulmu.optimizer.EpsilonPlacement.HAT;
import static dev.pulmu.optimizer.EpsilonPlacement.INSIDE;
import static dev.pulmu.optimizer.EpsilonPlacement.OUTSIDE;

import dev.pulmu.names.Names;
import dev.pulmu.optimizer.Momentum.Form;
import dev.pulmu.schedule.Schedule.Constant;
import dev.pulmu.text.Call;
import java.util.Arrays;
import java.util.List;

/**
 * The library or book whose defaults hold where the text of an optimizer leaves something out, and
 * whose place of ε. A printed rule says everything, so it reads the same in every dialect.
 *
 * <table>
 * <caption>Rate, then what differs; β₁ .9, β₂ .999 and momentum .9 everywhere</caption>
 * <tr><th></th><th>paper</th><th>book</th><th>pytorch</th><th>keras</th><th>dl4j</th></tr>
 * <tr><td>sgd</td><td>.01</td><td>.01</td><td>.001</td><td>.01</td><td>.001</td></tr>
 * <tr><td>momentum</td><td>.01</td><td>.01</td><td>.001</td><td>.01</td><td>.1</td></tr>
 * <tr><td>nesterov</td><td>.01</td><td>.01</td><td>.001</td><td>.01</td><td>.1</td></tr>
 * <tr><td>adagrad</td><td>.01, ε 1e-7</td><td>.01, ε 1e-7</td><td>.01, ε 1e-10</td>
 * <td>.001, ε 1e-7 inside, start .1</td><td>.1, ε 1e-6, start ε</td></tr>
 * <tr><td>rmsprop</td><td>.001, ρ .99, ε 1e-8</td><td>.01, ρ .99, ε 1e-7</td>
 * <td>.01, ρ .99, ε 1e-8</td><td>.001, ρ .9, ε 1e-7 inside</td>
 * <td>.1, ρ .95, ε 1e-8, start ε</td></tr>
 * <tr><td>adam</td><td>.001, ε 1e-8</td><td>.001, ε 1e-7 hat</td><td>.001, ε 1e-8</td>
 * <td>.001, ε 1e-7 hat</td><td>.001, ε 1e-8 hat</td></tr>
 * <tr><td>adamw</td><td>decay .01</td><td>decay .01</td><td>decay .01</td><td>decay .004</td>
 * <td>decay .01</td></tr>
 * </table>
 *
 * <p>Where a source has no such rule or no default (momentum is 0 in PyTorch and Keras; the book
 * and DL4J have no AdamW, DL4J no heavy ball; only Keras has LAMB, with ε 1e-7 and another decay),
 * the paper's number stands, at the rate of the nearest rule that it has. At a changing rate, the
 * momentum of PyTorch (SGD and Nesterov scale the velocity by the rate of now) and of Keras'
 * RMSProp (by the rate of then) part from the forms here; at a constant rate they are equal. The
 * book's Nesterov equals this one once its order is put right.
 */
public enum Dialect {
  /** Each rule's own default: the papers, as chapter 6 tabulates them. */
  PAPER(
      Sgd.DEFAULT,
      Momentum.DEFAULT,
      Nesterov.DEFAULT,
      AdaGrad.DEFAULT,
      RmsProp.DEFAULT,
      Adam.DEFAULT,
      AdamW.DEFAULT),

  /** "Deep Learning from Scratch", its {@code common/optimizer.py}. */
  BOOK(
      new Sgd(rate(0.01)),
      new Momentum(rate(0.01), 0.9, Form.HEAVY, false),
      new Nesterov(rate(0.01), 0.9),
      new AdaGrad(rate(0.01), 1e-7, OUTSIDE, 0),
      new RmsProp(rate(0.01), 0.99, 0, 1e-7, OUTSIDE, 0),
      new Adam(rate(0.001), 0.9, 0.999, 1e-7, HAT, true),
      0.01),

  /** PyTorch 2, {@code torch.optim}; SGD has a default rate since 2.1. */
  PYTORCH(
      new Sgd(rate(0.001)),
      new Momentum(rate(0.001), 0.9, Form.HEAVY, false),
      new Nesterov(rate(0.001), 0.9),
      new AdaGrad(rate(0.01), 1e-10, OUTSIDE, 0),
      new RmsProp(rate(0.01), 0.99, 0, 1e-8, OUTSIDE, 0),
      new Adam(rate(0.001), 0.9, 0.999, 1e-8, OUTSIDE, true),
      0.01),

  /** Keras 3, {@code keras/src/optimizers}. */
  KERAS(
      new Sgd(rate(0.01)),
      new Momentum(rate(0.01), 0.9, Form.HEAVY, false),
      new Nesterov(rate(0.01), 0.9),
      new AdaGrad(rate(0.001), 1e-7, INSIDE, 0.1),
      new RmsProp(rate(0.001), 0.9, 0, 1e-7, INSIDE, 0),
      new Adam(rate(0.001), 0.9, 0.999, 1e-7, HAT, true),
      0.004),

  /**
   * Deeplearning4j 1.0.0-M2.1: constants of {@code org.nd4j.linalg.learning.config}, starts of the
   * updaters beside it, formulas of libnd4j's {@code updater*.cpp}.
   */
  DL4J(
      new Sgd(rate(0.001)),
      new Momentum(rate(0.1), 0.9, Form.HEAVY, false),
      new Nesterov(rate(0.1), 0.9),
      new AdaGrad(rate(0.1), 1e-6, OUTSIDE, 1e-6),
      new RmsProp(rate(0.1), 0.95, 0, 1e-8, OUTSIDE, 1e-8),
      new Adam(rate(0.001), 0.9, 0.999, 1e-8, HAT, true),
      0.01);

  final Sgd sgd;
  final Momentum momentum;
  final Nesterov nesterov;
  final AdaGrad adaGrad;
  final RmsProp rmsProp;
  final Adam adam;
  final AdamW adamW;

  Dialect(
      Sgd sgd,
      Momentum momentum,
      Nesterov nesterov,
      AdaGrad adaGrad,
      RmsProp rmsProp,
      Adam adam,
      double decay) {
    this(sgd, momentum, nesterov, adaGrad, rmsProp, adam, new AdamW(adam, decay));
  }

  Dialect(
      Sgd sgd,
      Momentum momentum,
      Nesterov nesterov,
      AdaGrad adaGrad,
      RmsProp rmsProp,
      Adam adam,
      AdamW adamW) {
    this.sgd = sgd;
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.adaGrad = adaGrad;
    this.rmsProp = rmsProp;
    this.adam = adam;
    this.adamW = adamW;
  }

  private static Constant rate(double value) {
    return new Constant(value);
  }

  /** The name as {@link #parse} reads it. */
  public String text() {
    return Call.word(this);
  }

  /**
   * Reads a dialect: {@code pytorch}.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Dialect parse(String text) {
    for (Dialect dialect : values()) {
      if (dialect.text().equalsIgnoreCase(text.strip())) {
        return dialect;
      }
    }
    throw Names.unknown("dialect", text.strip(), names());
  }

  /** The names that {@link #parse} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Dialect::text).toList();
  }
}
