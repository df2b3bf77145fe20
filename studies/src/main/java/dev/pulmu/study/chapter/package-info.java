/** All studies of the chapter in its order: in comes the name of one, out goes the study. */
package dev.pulmu.study.chapter;
