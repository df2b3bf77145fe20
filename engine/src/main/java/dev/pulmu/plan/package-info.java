/**
 * What will run, as pure data. In come a network, an optimizer and a batch size; out comes a plan:
 * fused blocks and one table that names every persistent tensor and its place. A plan prints
 * itself, and its text is tested.
 */
package dev.pulmu.plan;
