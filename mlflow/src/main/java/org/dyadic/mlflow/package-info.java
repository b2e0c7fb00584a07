/** Writes runs to an MLflow tracking server, whose client is named in this package only. */
package org.dyadic.mlflow;
