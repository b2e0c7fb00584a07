/**
 * Labelled images: where they come from, what is done to them, and in which order they are trained
 * on.
 *
 * <p>{@link org.dyadic.data.Datasets} opens a set by name, {@link org.dyadic.data.DatasetFetcher}
 * downloads one, {@link org.dyadic.data.Stratified} splits one, {@link org.dyadic.data.BatchStream}
 * draws batches from one, and {@link org.dyadic.data.ImageDecoder} makes a user's own image an
 * input like those.
 */
package org.dyadic.data;
