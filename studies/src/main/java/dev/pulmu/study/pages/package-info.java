/** Pages about studies: in comes the report of a study, out go pictures, tables, one HTML page. */
package dev.pulmu.study.pages;
