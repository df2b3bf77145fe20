package dev.pulmu.backend.cuda;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * For tests on {@link HostGpu}: skips them where there is no C++ compiler, and says on the terminal
 * how many there are.
 */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnHost.Condition.class)
@interface OnHost {
  /** Asked for the annotated class or method, and for what is in it. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (HostGpu.available()) {
        return ConditionEvaluationResult.enabled("there is a C++ compiler");
      }
      Class<?> tests = context.getRequiredTestClass();
      int count = context.getTestMethod().isPresent()
          ? 1
          : AnnotationSupport.findAnnotatedMethods(
                  tests, Testable.class, HierarchyTraversalMode.TOP_DOWN)
              .size();
      System.err.println("SKIPPED: " + count + " of " + tests.getSimpleName()
          + "; no C++ compiler was found here");
      return ConditionEvaluationResult.disabled("no C++ compiler was found here");
    }
  }
}
