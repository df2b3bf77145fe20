/**
 * What will run, as pure data. In come a network, an optimizer, a batch size; out comes a plan:
 * fused blocks, one table that names every persistent tensor and its place, a state that fills it.
 * A plan prints itself, and its text is tested.
 */
package dev.pulmu.plan;
