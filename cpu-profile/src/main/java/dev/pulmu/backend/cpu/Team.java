package dev.pulmu.backend.cpu;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A team of threads, the workers, that do the same job side by side and wait for one another at
 * barriers. They are started once; the thread that asks is worker 0. At a barrier they spin for a
 * moment, since the others are nearly there, then give way, then park.
 *
 * <p>A worker that fails ends the job in all of them: the others stop at their next barrier.
 */
final class Team implements AutoCloseable {
  /** The work of every worker. */
  interface Job {
    void work(int worker);
  }

  /** Stops the other workers; never leaves this class, and is made once, since it says nothing. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super(null, null, false, false);
    }
  }

  private static final Stopped STOPPED = new Stopped();
  private static final int SPINS = 2000;
  private static final int YIELDS = 50;

  private final int size;
  private final Barrier barrier;
  private final Barrier door;
  private Job job; // published by the door
  private boolean closing;

  Team(int size) {
    this.size = size;
    this.barrier = new Barrier(size);
    this.door = new Barrier(size);
  }

  /** Starts the workers. */
  void start() {
    for (int i = 1; i < size; i++) {
      int worker = i;
      Thread other = new Thread(() -> stand(worker), "pulmu-worker-" + worker);
      other.setDaemon(true);
      other.start();
    }
  }

  /** How many workers there are. */
  int size() {
    return size;
  }

  /**
   * Has all workers do a job, and returns once all are done. What one of them fails with is thrown.
   */
  void run(Job work) {
    job = work;
    door.await(0);
    perform(0);
    door.await(0);
    job = null;
    Throwable failure = barrier.mend();
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) { // other languages throw checked exceptions from anywhere
      throw new IllegalStateException("a worker failed: " + failure, failure);
    }
  }

  /** Waits until all workers are here. To be called by every worker of a job, equally often. */
  void await(int worker) {
    barrier.await(worker);
  }

  /** Sends the workers home; not to be called while a job runs. */
  @Override
  public void close() {
    closing = true;
    door.await(0);
  }

  private void stand(int worker) {
    while (true) {
      door.await(worker);
      if (closing) {
        return;
      }
      perform(worker);
      door.await(worker);
    }
  }

  private void perform(int worker) {
    try {
      job.work(worker);
    } catch (Stopped stopped) {
      // another worker has failed, and its failure is kept
    } catch (Throwable failure) {
      barrier.breakUp(failure);
    }
  }

  /**
   * Lets its workers go on once all of them have come: in each round every worker tells one other,
   * twice as far away as before (Hensgen, Finkel & Manber 1988, the dissemination barrier). Of two
   * workers each writes one line and reads another.
   */
  private static final class Barrier {
    /** Places from a number to the next, 128 bytes: a line, and the one that comes with it. */
    private static final int APART = 32;

    private final int size;

    /** How often each worker came. */
    private final int[] times;

    /** By round and worker, how often the one that tells this worker had come. */
    private final AtomicIntegerArray told;

    private final AtomicReferenceArray<Thread> parked;
    private volatile Throwable failure;

    Barrier(int size) {
      int rounds = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1); // rounded up
      this.size = size;
      this.times = new int[(size + 1) * APART];
      this.told = new AtomicIntegerArray((rounds * size + 1) * APART);
      this.parked = new AtomicReferenceArray<>(size);
    }

    void await(int worker) {
      if (failure != null) {
        throw STOPPED;
      }
      int time = ++times[(worker + 1) * APART];
      int round = APART;
      for (int step = 1; step < size; step *= 2, round += size * APART) {
        int other = (worker + step) % size;
        told.set(round + other * APART, time);
        Thread sleeper = parked.get(other); // who is about to park looks again at what it was told
        if (sleeper != null) {
          LockSupport.unpark(sleeper);
        }
        pause(worker, round + worker * APART, time);
        if (failure != null) {
          throw STOPPED;
        }
      }
    }

    private void pause(int worker, int place, int time) {
      for (int i = 0; i < SPINS; i++) {
        if (goesOn(place, time)) {
          return;
        }
        Thread.onSpinWait();
      }
      for (int i = 0; i < YIELDS; i++) {
        if (goesOn(place, time)) {
          return;
        }
        Thread.yield();
      }
      parked.set(worker, Thread.currentThread());
      while (!goesOn(place, time)) {
        LockSupport.park(this);
      }
      parked.set(worker, null);
    }

    private boolean goesOn(int place, int time) {
      return told.get(place) - time >= 0 || failure != null;
    }

    /** Ends the job; the first failure counts. */
    synchronized void breakUp(Throwable cause) {
      if (failure == null) {
        failure = cause;
      }
      for (int i = 0; i < size; i++) {
        LockSupport.unpark(parked.get(i));
      }
    }

    /** Makes the barrier whole again once no worker stands at it, and returns what broke it. */
    Throwable mend() {
      Throwable cause = failure;
      if (cause != null) {
        failure = null;
        Arrays.fill(times, 0);
        for (int i = 0; i < told.length(); i++) {
          told.set(i, 0);
        }
      }
      return cause;
    }
  }
}
