package dev.pulmu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.network.Activation;
import dev.pulmu.network.Loss;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value that is refused, with its message. */
class RefusedSettingsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          batch | 0 | batch wants a whole number of at least 1, came 0
          batch | 12.5 | batch wants a whole number, came '12.5'
          batch | 2147483648 | batch wants a whole number of at most 2147483647, came 2147483648
          accumulate | 0 | accumulate wants a whole number of at least 1, came 0
          accumulate | 2147483648 | accumulate wants a whole number of at most 2147483647, came 2147483648
          freeze | '' | freeze wants names of blocks, came ''
          freeze | dense1, | freeze wants names of blocks, came ''
          freeze | dense1 dense2 | freeze wants names of blocks, came 'dense1 dense2'
          freeze | dense1,none | freeze wants names of blocks, came 'none'
          freeze | dense1,dense2,dense1 | freeze names 'dense1' twice
          epochs | -1 | epochs wants a whole number of at least 1, came -1
          limit | 0 | limit wants a whole number of at least 1, came 0
          limit | none | limit wants a whole number, came 'none'
          hidden | 100,-3 | hidden wants a whole number of at least 1, came -3
          hidden | 100,,3 | hidden wants a whole number, came ''
          hidden | '' | hidden wants a whole number, came ''
          network | relu | a block of a network begins with a dense layer, as in 'dense(100) relu', came 'relu'
          network | dense(3) mish, dense | no layer 'mish'; known: batch-norm, dropout, ACTIVATIONS
          dropout | 1.5 | dropout wants a probability in [0, 1), came 1.5
          dropout | nan | dropout wants a probability in [0, 1), came NaN
          weight-decay | -1 | weight decay is a number of at least 0, came -1
          weight-decay | 1e-60 | weight-decay wants a number that a 32-bit float can hold, came 1e-60
          l1 | -1e60 | l1 wants a number that a 32-bit float can hold, came -1e60
          label-smoothing | 1e-60 | label-smoothing wants a number that a 32-bit float can hold, came 1e-60
          class-weights | 1:1e60 | a class weight wants a number that a 32-bit float can hold, came 1e60
          init | normal(deviation=1e-60) | normal: deviation wants a number that a 32-bit float can hold, came 1e-60
          optimizer | sgd(rate=1e-60) | a learning rate is a number above 0, came 1e-60
          optimizer | sgd(rate=1e300) | a learning rate is a number above 0, came 1e300
          class-weights | 0:0:0 | class weights want one above 0, came only zeros
          schedule | warmup(500) then | 'warmup(500) then' wants a schedule after it, as in 'warmup(500) then cosine(0.1)'
          schedule | manual(a=b.txt) | manual has no key 'a'; known: file, rate
          schedule | manual(rate=1) | manual wants a file, as in manual(rate.txt, rate=0.1)
          validation | 1 | validation wants a share in [0, 1), came 1
          validation | nan | validation wants a share in [0, 1), came NaN
          optimizer | adam(rate=nan) | a learning rate is a number above 0, came NaN
          optimizer | adamx | no optimizer 'adamx'; did you mean 'adam'? Known: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, lamb, lbfgs, newton-cg
          optimizer | lbfgs(history=0) | lbfgs: history wants a whole number of at least 1, came 0
          optimizer | lbfgs(tolerance=-1) | lbfgs wants tolerance of at least 0, came -1
          optimizer | lbfgs(rate=1) | lbfgs has no key 'rate'; known: history, tolerance
          optimizer | newton-cg(forcing=1) | newton-cg wants forcing in [0, 1), came 1
          optimizer | newton-cg(products=0) | newton-cg: products wants a whole number of at least 1, came 0
          optimizer | sgd(beta=1) | sgd has no key 'beta'; known: rate
          activation | mish | no activation 'mish'; known: ACTIVATIONS
          init | she | no initialization 'she'; did you mean 'he'? Known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          l1 | -1 | the L1 penalty is a number of at least 0, came -1
          clip | -1 | the norm to clip at is a number of at least 0, came -1
          l1 | x | l1 wants a number, came 'x'
          clip | inf | the norm to clip at is a number of at least 0, came Infinity
          ema | 1 | the decay of the weights' average is in [0, 1), came 1
          ema | nan | the decay of the weights' average is in [0, 1), came NaN
          weight-decay | inf | weight decay is a number of at least 0, came Infinity
          init | normal(deviation=0) | normal wants a deviation above 0, came 0
          init | normal(sigma=1) | normal has no key 'sigma'; known: deviation
          optimizer | adam(rate=cosine(end=-1)) | cosine wants end of at least 0, came -1
          optimizer | '' | '' wants the form name or name(key=value, …)
          loss | softmax-cross-entropy(smoothing=1) | label smoothing is in [0, 1), came 1
          loss | softmax-cross-entropy(weights=1:-1) | a class weight is a number of at least 0, came -1
          activation | relu(x=1) | no activation 'relu(x=1)'; known: ACTIVATIONS
          validation | x | validation wants a number, came 'x'
          loss | hinge | no loss 'hinge'; known: LOSSES
          sampling | twice | no sampling 'twice'; known: shuffle, with-replacement, sequential
          drop-last | 1 | no value of drop-last '1'; known: true, false
          dropout-style | old | no dropout-style 'old'; known: inverted, book
          batch-norm-statistics | keras | no batch-norm-statistics 'keras'; known: corrected, pytorch, book
          schedule | cosin | no schedule 'cosin'; did you mean 'cosine'?
          schedule | cosine then step | only warmup(…) can stand before 'then', came 'cosine'; for rates that change at given epochs there is piecewise(…)
          label-smoothing | 1 | label smoothing is in [0, 1), came 1
          label-smoothing | some | label-smoothing wants a number, came 'some'
          class-weights | 1:-2 | a class weight is a number of at least 0, came -2
          class-weights | 1,2 | a class weight wants a number, came '1,2'
          class-weights | 0:0 | class weights want one above 0, came only zeros
          loss | sigmoid-cross-entropy(weights=1:-1) | a class weight is a number of at least 0, came -1
          class-weights | 1::2 | a class weight wants a number, came ''
          batch-norm | maybe | no value of batch-norm 'maybe'; known: true, false
          seed | 9223372036854775808 | seed wants a whole number of at most 9223372036854775807, came 9223372036854775808
          seed | x | seed wants a whole number, came 'x'
          dataset | '' | dataset wants a name, came ''
          backend | a b | backend wants a name, came 'a b'
          targets | price,price | column 'price' is a target twice
          columns | age | columns want the form name:kind,name:kind, or a file of such lines, came 'age'
          columns | age:nmber | no kind of column 'nmber'; did you mean 'number'? Known: number, category, yes-no, byte, id, skip
          columns | a:id,a:skip | columns name one twice, came 'a:id,a:skip'
          missing | zero | no missing 'zero'; known: mean, refuse, skip
          targets | labels(a,b) | labels want one column, as in labels(species), came [a, b]
          targets | numbers() | numbers want at least one column, as in numbers(price), came none
          targets | numbers(a, b,a) | column 'a' is a target twice
          targets | numbers(price=3) | numbers has no key 'price'; it has none
          targets | numbers(price | 'numbers(price': its parentheses do not match
          """)
  void aValueThatMakesNoSenseIsRefusedWithTheValue(String key, String text, String line) {
    String message = line.replace("ACTIVATIONS", String.join(", ", Activation.names()))
        .replace("LOSSES", String.join(", ", Loss.names()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(key, text))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("\n" + key + " = " + text))
        .withMessage("line 2: " + message);
  }

  @Test
  void aTypedValueIsCheckedLikeAText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.BATCH, Optional.of(0)))
        .withMessage("batch wants a whole number of at least 1, came 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.CLIP, -1f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.LIMIT, Optional.of(-1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a=b", "a)", " a"})
  void aColumnWhoseNameReadsBackToSomethingElseIsNoTarget(String name) {
    TargetColumns columns = new TargetColumns(TargetColumns.Kind.NUMBERS, List.of(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.TARGETS, Optional.of(columns)))
        .withMessageStartingWith("targets want column names without commas, equals signs and")
        .withMessageEndingWith("came 'numbers(" + name + ")'; rename the column");
  }

  @Test
  void targetsMayHaveBlanksAndPairsOfParentheses() {
    RunConfig config = RunConfig.parse("targets = numbers( price (in USD) ,Größe,kind (a, b))");

    assertThat(config.get(Settings.TARGETS).orElseThrow().names())
        .containsExactly("price (in USD)", "Größe", "kind (a, b)");
    assertThat(config.text()).contains("\ntargets = numbers(price (in USD),Größe,kind (a, b))\n");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("zebra = 3"))
        .withMessageStartingWith("line 1: no setting 'zebra'; known: dataset, targets, columns, ")
        .withMessageEndingWith(
            ", seed, hidden, batch-norm, batch-norm-statistics, activation, init, dropout,"
                + " dropout-style, schedule, label-smoothing, class-weights");
  }
}
