/**
 * What every backend must do, as tests: a backend's module extends {@link BackendContract} and says
 * which backend. One list of rows serves every question; the right answers come from plain double
 * loops in {@code reference}, which import nothing of the engine.
 */
package dev.pulmu.contract;
