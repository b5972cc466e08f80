// The upload under way: one at a time, kept outside the screens so that a file can be dropped on any of them.
import { useSyncExternalStore } from 'react';
import { type Problem, ProblemError } from '@/api/problem';
import type { Looked } from '@/api/types';

export type Upload =
  | { state: 'none' }
  | { state: 'sending'; names: string[]; share: number }
  | { state: 'looked'; looked: Looked }
  | { state: 'failed'; names: string[]; error: unknown };

let present: Upload = { state: 'none' };
const listeners = new Set<() => void>();

function set(next: Upload) {
  present = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUpload(): Upload {
  return useSyncExternalStore(subscribe, () => present);
}

export function forgetUpload(): void {
  set({ state: 'none' });
}

/** Sends files to be looked at. XMLHttpRequest, because fetch does not tell how far an upload is. */
export function upload(files: File[]): void {
  const names = files.map((file) => file.name);
  const form = new FormData();
  for (const file of files) form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/imports/look');
  request.setRequestHeader('x-vihje', '1');
  request.responseType = 'json';
  request.upload.onprogress = (event) => set({ state: 'sending', names, share: event.loaded / event.total });
  request.onload = () => {
    if (request.status === 200) set({ state: 'looked', looked: request.response as Looked });
    else set({ state: 'failed', names, error: new ProblemError((request.response ?? {}) as Problem, request.status) });
  };
  request.onerror = () => set({ state: 'failed', names, error: new Error('network') });
  set({ state: 'sending', names, share: 0 });
  request.send(form);
}

/** Opens the file dialog that lives in `FileDrop`. */
export function openFilePicker(): void {
  document.getElementById('file-picker')?.click();
}
