/* Making a picture smaller before it leaves the phone: what phones write into files stays there, and a thin line carries it. */

const side_max = 2_048;
const quality = 0.85;
const light_bytes = 600_000;
const known = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** The picture as it is uploaded; the file itself where this browser cannot read it, or where it is light enough. */
export async function prepare(file: File): Promise<Blob> {
  if (known.includes(file.type) && file.size <= light_bytes) return file;
  try {
    return (await shrink(file)) ?? file;
  } catch {
    return file;
  }
}

async function shrink(file: File): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, side_max / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
