/** A data set cannot be had: its files are missing or damaged, or the configuration asks for more than there is. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
}

/** A download failed on the way; trying again may help. */
export class DatasetDownloadError extends DatasetError {
  override readonly name = 'DatasetDownloadError';
}
