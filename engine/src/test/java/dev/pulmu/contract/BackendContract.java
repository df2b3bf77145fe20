package dev.pulmu.contract;

/**
 * What every backend must do. A subclass says which one; JUnit does the rest:
 *
 * <pre>{@code
 * class Nd4jContractTest extends BackendContract {
 *   @Override
 *   public Backend backend() {
 *     return new Nd4jBackend();
 *   }
 * }
 * }</pre>
 */
public abstract class BackendContract
    implements GradientPart,
        TrainingPart,
        StepPart,
        ElementsPart,
        UsePart,
        SameBitsPart,
        NonFinitePart,
        ConstantColumnsPart,
        RefusalPart,
        RandomNetworksPart {}
