package dev.pulmu.datasets.idx;

import dev.pulmu.files.DataException;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says which classes the numbers in IDX label files stand for. As a rule, number n is the n-th of
 * the usual names, from 0 on. Where the usual names are numbers themselves, or a training label is
 * beyond them, every number from the least label to the greatest is a class.
 */
final class IdxClasses {
  /** As many as a label of one byte can tell apart. */
  static final int MOST = 256;

  private IdxClasses() {}

  /** Whether classes are named by their numbers alone, so that there may be more or fewer. */
  static boolean areNumbers(List<String> names) {
    return names.equals(numbers(0, names.size() - 1));
  }

  /**
   * Returns the names of the classes, and replaces each label by the index of its name.
   *
   * @param usual names of the first numbers
   * @param labels those of the training rows, then those of the test rows
   * @throws DataException if labels go further and few of the numbers occur, as in a damaged file,
   *     or a test label is beyond the training labels
   */
  static List<String> of(
      List<String> usual, int[] labels, IdxRecordReader train, IdxRecordReader test) {
    IntSummaryStatistics trained = IntStream.of(labels).limit(train.count()).summaryStatistics();
    boolean further = trained.getMax() >= usual.size();
    int first = further ? trained.getMin() : 0;
    int last = further ? trained.getMax() : usual.size() - 1;
    if (further) {
      requireMost(first, last, usual.size(), labels, train);
    }
    for (int sample = train.count(); sample < labels.length; sample++) {
      if (labels[sample] < first || labels[sample] > last) {
        throw test.wrongLabel(first, last, sample - train.count(), labels[sample]);
      }
    }
    if (!further && !areNumbers(usual)) {
      return usual;
    }
    IntSummaryStatistics all = IntStream.of(labels).summaryStatistics();
    for (int sample = 0; sample < labels.length; sample++) {
      labels[sample] -= all.getMin();
    }
    return numbers(all.getMin(), all.getMax());
  }

  private static void requireMost(
      int first, int last, int usual, int[] labels, IdxRecordReader train) {
    long seen = IntStream.of(labels).limit(train.count()).distinct().count();
    if (2 * seen <= last - first + 1) {
      int sample = 0;
      while (labels[sample] < usual) {
        sample++;
      }
      throw train.wrongLabel(0, usual - 1, sample, labels[sample]);
    }
  }

  private static List<String> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }
}
