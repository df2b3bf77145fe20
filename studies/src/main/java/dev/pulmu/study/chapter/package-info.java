/** The list of all studies, in the order of the chapter: in comes a name, out goes the study. */
package dev.pulmu.study.chapter;
