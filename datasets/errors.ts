/** A data set cannot be had: its files are missing or damaged, or the configuration asks for more than there is. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}
