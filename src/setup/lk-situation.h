/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that the checklist judges, gathered at one moment: what the camera said, the personal
 * certificate, what its store says of it, the words that the user gave, what was rehearsed and
 * which ways back were proved. Immutable, any thread. What is not known yet stays NULL or
 * UNKNOWN. */

#pragma once

#include "base/lk-answer.h"
#include "camera/lk-camera.h"
#include "setup/lk-rehearsal.h"

G_BEGIN_DECLS

/* From this version on the order of the steps does not matter (way (A)). */
#define LK_FIRST_SAFE_FIRMWARE "3.0"

/* Where the personal certificate was found. */
typedef enum
{
  LK_INSTALLED_UNKNOWN,
  LK_INSTALLED_FILE, /* a file: not installed, which needs the user's word about exporting */
  LK_INSTALLED_STORE
} LkInstalled;

/* The order of the steps (the notice of the camera's maker). */
typedef enum
{
  LK_WAY_AUTO,         /* chosen from firmware and state */
  LK_WAY_FIRST_TIME,   /* (A): the camera first, then the personal certificate */
  LK_WAY_BEFORE_UPDATE /* (B): on already, firmware older than 3.0: the personal certificate before
                          the update */
} LkWay;

typedef struct
{
  LkCameraFacts *facts; /* (nullable) */
  LkSslTab *tab;        /* (nullable) */
  LkWay way;

  LkIdentity *identity; /* (nullable) the personal certificate */
  LkInstalled installed;
  const char *place; /* (nullable) where, in words: "NSS database of Firefox", a file's name */
  LkAnswer exportable;
  const char *exportable_evidence; /* (nullable) "CKA_EXTRACTABLE is true" */

  GDateTime *word_others;     /* (nullable) when the user gave the word for this item */
  GDateTime *word_exportable; /* (nullable) */
  GDateTime *word_rehearsal;  /* (nullable) for a CA known by name only */

  LkRehearsal *rehearsal; /* (nullable): not rehearsed */
  LkAnswer lifeline;      /* proved just now, or just refuted */
  const char *lifeline_evidence;
  LkAnswer plain_http; /* the camera really answers plain HTTP and that is allowed */

  GDateTime *now; /* (nullable): the clock of this computer */
} LkSituationFields;

#define LK_TYPE_SITUATION (lk_situation_get_type ())
G_DECLARE_FINAL_TYPE (LkSituation, lk_situation, LK, SITUATION, GObject)

LkSituation *lk_situation_new (const LkSituationFields *fields); /* copies, takes references */
const LkSituationFields *lk_situation_get_fields (LkSituation *self);

/* The way in use: what was chosen by hand, else what firmware and state call for. */
LkWay lk_situation_get_way (LkSituation *self);

/* What the camera thinks the time is, as far as it is known; else this computer's; (transfer
 * full). */
GDateTime *lk_situation_dup_camera_time (LkSituation *self);

/* The trusted CA certificates of the tab that are known whole: from the camera, from our own
 * imports, or from the chain that came with the personal certificate. (element-type LkCertificate)
 * (transfer full). @n_by_name: how many are not. */
GPtrArray *lk_situation_dup_trusted (LkSituation *self, guint *n_by_name);

/* Blocking. A copy of @given with facts and tab read from @camera and the words read from @store
 * (nullable): all that needs no trial. NULL with an error only when the tab cannot be read. */
LkSituation *lk_situation_read (LkCamera *camera,
                                LkStore *store,
                                const char *camera_id,
                                const LkSituationFields *given,
                                GCancellable *cancellable,
                                GError **error);

/* Blocking. Records the words of @given that @store does not have, with the moment. */
gboolean lk_situation_record_words (const LkSituationFields *given,
                                    LkStore *store,
                                    const char *camera_id,
                                    GError **error);

/* Blocking. A copy of @given with facts and tab read from @camera, the words for @camera_id read
 * from @store (nullable), the rehearsal done and the ways back proved. NULL with an error only when
 * the tab cannot be read. */
LkSituation *lk_situation_survey (LkCamera *camera,
                                  LkStore *store,
                                  const char *camera_id,
                                  const LkSituationFields *given,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
