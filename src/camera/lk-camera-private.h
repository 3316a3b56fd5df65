/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this folder share about LkCamera. */

#pragma once

#include "camera/lk-camera.h"
#include "camera/lk-import-judgement.h"

G_BEGIN_DECLS

/* Writes a certificate into the store, before it is sent or because it is about to be replaced;
 * TRUE without a store. */
gboolean
lk_camera_record (LkCamera *self, const char *purpose, LkCertificate *certificate, GError **error);

gboolean lk_camera_allows_plain_key (LkCamera *self);

/* Every change has one shape: what is looked at first, what is sent, and how the tab that is read
 * afterwards tells that it was done. */
typedef struct _LkChange LkChange;

struct _LkChange
{
  gboolean (*send) (LkCamera *self,
                    const LkChange *change,
                    GCancellable *cancellable,
                    GError **error);
  gboolean (*is_done) (const LkChange *change, LkSslTab *before, LkSslTab *after);
  const char *refusal; /* what to say when the camera agreed and the tab does not show it */

  guint slot;
  LkCertificate *certificate;
  LkServerImport *import;
  GPtrArray *chain; /* leaf first */
  LkSecret *password;
  const char *common_name;
  guint days;
  const LkTabChange *wanted;
};

/* Sends, reads the tab again and compares. A lost answer counts as done where the tab shows it. */
LkSslTab *lk_camera_carry_out (LkCamera *self,
                               const LkChange *change,
                               LkSslTab *before,
                               GCancellable *cancellable,
                               GError **error);

/* The judgement at the library's own door; BAD_CERTIFICATE where it blocks. */
gboolean lk_camera_judge (LkCamera *self, const LkJudgeContext *use, GError **error);

/* A change to the server certificate @certificate: what is there is kept, and the pin follows to
 * the new key once the camera is seen to serve it. */
LkSslTab *lk_camera_replace_server (LkCamera *self,
                                    const LkChange *change,
                                    LkCertificate *certificate,
                                    GCancellable *cancellable,
                                    GError **error);

/* The proof that the camera serves @certificate: a new connection to it. The tab, read over it;
 * NULL with ROLLED_BACK or ROLLBACK_FAILED where none comes about, or PEER_UNTRUSTED. */
LkSslTab *lk_camera_prove_server (LkCamera *self,
                                  LkCertificate *certificate,
                                  LkSslTab *before,
                                  LkSslTab *imported,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean lk_camera_shows_server (LkSslTab *tab, LkCertificate *certificate);

/* Changes of what TLS demands of everybody that connects: whether they are wanted, whether they may
 * be sent, whether they are done, and the proof afterwards; NULL with ROLLED_BACK or
 * ROLLBACK_FAILED. */
gboolean lk_camera_wants_entry (const LkTabChange *wanted);
gboolean lk_camera_check_entry (LkCamera *self,
                                const LkTabChange *wanted,
                                LkSslTab *before,
                                GError **error);
gboolean lk_camera_try_versions (LkCamera *self,
                                 LkTlsVersions wanted,
                                 LkSslTab *before,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean lk_camera_is_entry_as_wanted (const LkTabChange *wanted, const LkSslTabFields *now);
LkSslTab *lk_camera_prove_entry (LkCamera *self,
                                 const LkTabChange *wanted,
                                 LkSslTab *before,
                                 LkSslTab *after,
                                 GCancellable *cancellable,
                                 GError **error);

/* What the camera holds and may lose is kept in the store, so that it can be put back; TRUE where
 * it is not known whole. */
gboolean
lk_camera_keep_copy (LkCamera *self, const char *purpose, LkTabCertificate *shown, GError **error);

G_END_DECLS
