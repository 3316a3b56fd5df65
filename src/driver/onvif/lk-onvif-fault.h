/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the faults of ONVIF mean (Core 5.8.2, Security 5): for each local name that protocols and
 * cameras use, the code that says what the user can do, and a sentence. A constant table, any
 * thread. */

#pragma once

#include "base/lk-error.h"
#include "driver/onvif/lk-soap.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* local name of a subcode */
  LkError code;
  const char *sentence; /* untranslated (N_) */
} LkOnvifFault;

/* By the inner subcode, else the outer one; (nullable). */
const LkOnvifFault *lk_onvif_fault_find (const LkSoapFault *fault);
const LkOnvifFault *lk_onvif_fault_list (gsize *n);

/* Sets the error of @fault, with what the camera says; @operation is for people. */
void lk_onvif_fault_set_error (const LkSoapFault *fault, const char *operation, GError **error);

G_END_DECLS
