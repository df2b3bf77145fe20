/**
 * The studies that train networks: in come a backend, images, seeds; out come curves of training
 * for each technique of the chapter.
 */
package dev.pulmu.study.nets;
