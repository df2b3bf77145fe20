package dev.pulmu.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers that do the same job side by side and wait for one another at barriers. They are started
 * once; the thread that asks is worker 0. At a barrier they spin for a moment, since the others are
 * nearly there, then give way, then park.
 *
 * <p>A worker that fails ends the job in all of them: the others stop at their next barrier.
 */
final class Team implements AutoCloseable {
  /** What every worker does. */
  interface Job {
    void work(int worker);
  }

  /** Stops the others; never leaves this class, and is made once, since it says nothing. */
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
  private final Thread[] others;
  private Job job; // published by the door
  private boolean closing;

  Team(int size) {
    this.size = size;
    this.barrier = new Barrier(size);
    this.door = new Barrier(size);
    this.others = new Thread[size - 1];
    for (int i = 0; i < others.length; i++) {
      int worker = i + 1;
      others[i] = new Thread(() -> stand(worker), "pulmu-worker-" + worker);
      others[i].setDaemon(true);
    }
  }

  /** Starts the workers. */
  void start() {
    for (Thread other : others) {
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

  /** Lets its workers go on once all of them have come. */
  private static final class Barrier {
    private final Thread[] parked;
    private final AtomicInteger missing;
    private volatile int round;
    private volatile int sleepers;
    private volatile Throwable failure;

    Barrier(int size) {
      this.parked = new Thread[size];
      this.missing = new AtomicInteger(size);
    }

    void await(int worker) {
      if (failure != null) {
        throw STOPPED;
      }
      int current = round;
      if (missing.decrementAndGet() == 0) {
        missing.set(parked.length);
        round = current + 1;
        wake();
      } else {
        pause(worker, current);
      }
      if (failure != null) {
        throw STOPPED;
      }
    }

    private void pause(int worker, int current) {
      for (int i = 0; i < SPINS; i++) {
        if (round != current || failure != null) {
          return;
        }
        Thread.onSpinWait();
      }
      for (int i = 0; i < YIELDS; i++) {
        if (round != current || failure != null) {
          return;
        }
        Thread.yield();
      }
      synchronized (parked) {
        parked[worker] = Thread.currentThread();
        sleepers++;
      }
      while (round == current && failure == null) {
        LockSupport.park(this);
      }
      synchronized (parked) {
        parked[worker] = null;
        sleepers--;
      }
    }

    private void wake() {
      if (sleepers == 0) { // whoever is about to park looks at the round again
        return;
      }
      synchronized (parked) {
        for (Thread thread : parked) {
          if (thread != null) {
            LockSupport.unpark(thread);
          }
        }
      }
    }

    /** Ends the job; the first failure counts. */
    synchronized void breakUp(Throwable cause) {
      if (failure == null) {
        failure = cause;
      }
      wake();
    }

    /** Makes the barrier whole again once nobody stands at it, and says what broke it. */
    Throwable mend() {
      Throwable cause = failure;
      failure = null;
      missing.set(parked.length);
      return cause;
    }
  }
}
