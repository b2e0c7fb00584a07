package org.dyadic.data;

import java.util.Optional;

/**
 * What is there of a named data set.
 *
 * @param name what {@link Datasets#open} calls it
 * @param classes the number of classes
 * @param place the folder with its files, or "embedded"; empty if files are missing
 * @param train the number of training images, 0 if they are missing or broken
 * @param test the number of test images, 0 if they are missing or broken
 * @param problem why present files cannot be read; empty if there is nothing
 */
public record DatasetStatus(
    String name, int classes, Optional<String> place, int train, int test, String problem) {}
