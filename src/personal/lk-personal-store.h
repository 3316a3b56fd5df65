/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A place where personal certificates live: a browser's NSS database, a PKCS#11 token, a PKCS#12
 * file. Blocking; an object belongs to the thread that uses it. Each kind overrides what it can do;
 * the rest answers LK_ERROR_UNSUPPORTED. A prompt may be NULL: then nothing is asked, and what is
 * locked stays so. */

#pragma once

#include "certificate/lk-identity.h"
#include "personal/lk-personal.h"
#include "personal/lk-pin-prompt.h"

G_BEGIN_DECLS

typedef enum
{
  LK_PERSONAL_STORE_CAN_IMPORT = 1 << 0,
  LK_PERSONAL_STORE_CAN_MARK_EXPORTABLE = 1 << 1, /* import decides whether a key may leave again */
  LK_PERSONAL_STORE_CAN_PROTECT = 1 << 2,         /* "strong private key protection" */
  LK_PERSONAL_STORE_CAN_EXPORT = 1 << 3,
  LK_PERSONAL_STORE_CAN_REMOVE = 1 << 4,
  LK_PERSONAL_STORE_INSTALLED = 1 << 5, /* what is in here counts as installed on this computer */
} LkPersonalStoreFeatures;

typedef struct
{
  LkIdentity *identity;
  const char *label;        /* (nullable): the certificate's title */
  gboolean exportable;      /* "Mark this key as exportable" */
  gboolean protect;         /* "Enable strong private key protection" */
  gboolean include_issuers; /* "Include all extended properties": its issuers, too */
} LkPersonalImport;

#define LK_TYPE_PERSONAL_STORE (lk_personal_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (LkPersonalStore, lk_personal_store, LK, PERSONAL_STORE, GObject)

struct _LkPersonalStoreClass
{
  GObjectClass parent_class;

  LkPersonalStoreFeatures (*get_features) (LkPersonalStore *self);
  GPtrArray *(*list) (LkPersonalStore *self,
                      const LkPinPrompt *prompt,
                      GCancellable *cancellable,
                      GError **error);
  LkPersonal *(*import) (LkPersonalStore *self,
                         const LkPersonalImport *import,
                         const LkPinPrompt *prompt,
                         GCancellable *cancellable,
                         GError **error);
  LkIdentity *(*open) (LkPersonalStore *self,
                       const char *selector,
                       const LkPinPrompt *prompt,
                       GCancellable *cancellable,
                       GError **error);
  /* As open, with the key in memory; what open gives where it is not overridden. */
  LkIdentity *(*take_out) (LkPersonalStore *self,
                           const char *selector,
                           const LkPinPrompt *prompt,
                           GCancellable *cancellable,
                           GError **error);
  gboolean (*remove) (LkPersonalStore *self,
                      const char *selector,
                      const LkPinPrompt *prompt,
                      GCancellable *cancellable,
                      GError **error);

  gpointer padding[7];
};

const char *lk_personal_store_get_id (
  LkPersonalStore *self); /* "nss:DIR", "pkcs11:…" without an object, "file:PATH" */
const char *lk_personal_store_get_title (
  LkPersonalStore *self); /* for people: "Chromium and others", "SoftHSM slot 1" */
LkPersonalStoreFeatures lk_personal_store_get_features (LkPersonalStore *self);

/* Whether the last listing could not see everything for want of a password or PIN. */
gboolean lk_personal_store_is_locked (LkPersonalStore *self);
/* for the stores themselves */
void lk_personal_store_set_locked (LkPersonalStore *self, gboolean locked);

/* (element-type LkPersonal): STORE_LOCKED, STORE_FAILED, PASSWORD_WRONG. A store that is locked and
 * cannot be asked lists what it shows to anybody. */
GPtrArray *lk_personal_store_list (LkPersonalStore *self,
                                   const LkPinPrompt *prompt,
                                   GCancellable *cancellable,
                                   GError **error);

/* Installs and reads back what the store then says of it. EXISTS, STORE_READ_ONLY, STORE_LOCKED,
 * FULL, PASSWORD_WRONG. */
LkPersonal *lk_personal_store_import (LkPersonalStore *self,
                                      const LkPersonalImport *import,
                                      const LkPinPrompt *prompt,
                                      GCancellable *cancellable,
                                      GError **error);

/* As import, in the place of @present, which is removed first. Once that has begun it is not
 * cancelled any more; what the store then does not take is installed again the way @present was.
 * ROLLED_BACK: as before, with the store's reason; ROLLBACK_FAILED: @present is gone. */
LkPersonal *lk_personal_store_replace (LkPersonalStore *self,
                                       LkPersonal *present,
                                       const LkPersonalImport *import,
                                       const LkPinPrompt *prompt,
                                       GCancellable *cancellable,
                                       GError **error);

/* The certificate with its key, ready to log in with; the key stays where it is unless it is
 * exportable. NOT_FOUND, NO_PRIVATE_KEY, STORE_LOCKED, PASSWORD_WRONG. */
LkIdentity *lk_personal_store_open (LkPersonalStore *self,
                                    const char *selector,
                                    const LkPinPrompt *prompt,
                                    GCancellable *cancellable,
                                    GError **error);

/* Signs a challenge with the key in its store and checks it with the certificate. KEY_MISMATCH. */
gboolean lk_personal_store_prove (LkPersonalStore *self,
                                  const char *selector,
                                  const LkPinPrompt *prompt,
                                  GCancellable *cancellable,
                                  GError **error);

/* A PKCS#12 in memory; UNSUPPORTED when the key may not leave its store. */
GBytes *lk_personal_store_export (LkPersonalStore *self,
                                  const char *selector,
                                  LkSecret *password,
                                  const LkPinPrompt *prompt,
                                  GCancellable *cancellable,
                                  GError **error);

/* Removes certificate and key. NOT_FOUND, STORE_READ_ONLY, STORE_LOCKED. */
gboolean lk_personal_store_remove (LkPersonalStore *self,
                                   const char *selector,
                                   const LkPinPrompt *prompt,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
